// The scrubber: which recorded iteration is shown, played at a speed, moved by hand or by keys.

const here = new URL(import.meta.url)
const [{ placeOf }, { spaced }, { element }] = await Promise.all(
  ['codec', 'numbers', 'words'].map((file) => import(`./${file}.js${here.search}`)))

const PLAY_SECONDS = 8 // for a whole run at speed 1
const SPEEDS = [0.5, 1, 2, 4]
const LEAP = 10

export class Scrubber {
  // `onMove(iteration or null for the newest, playing)` is called at every step, `onReach` when the
  // reader comes near, which is when frames ahead are worth asking for.
  constructor(parent, { onMove, onReach }) {
    this.onMove = onMove
    this.onReach = onReach
    this.at = null // the iteration the reader holds, or null to follow the newest
    this.node = element('div', 'il-scrub', parent)
    this.play = element('button', 'il-play', this.node)
    this.play.type = 'button'
    this.play.onclick = () => this.toggle()
    this.speed = element('select', 'il-speed', this.node)
    this.speed.setAttribute('aria-label', 'Speed of replay')
    for (const speed of SPEEDS) this.speed.add(new Option(`${speed}×`, speed, speed === 1, speed === 1))
    this.range = element('input', '', this.node)
    this.range.type = 'range'
    this.range.min = 0
    this.range.setAttribute('aria-label', 'Iteration shown')
    this.range.oninput = () => this.move(this.range.valueAsNumber)
    this.label = element('output', '', this.node)
    element('p', 'il-hint', this.node, '← → step · Shift + ← → ten · Home, End · Space plays')
    for (const event of ['pointerenter', 'focusin', 'touchstart']) {
      this.node.addEventListener(event, () => onReach(), { passive: true })
    }
  }

  get shown() {
    return this.at ?? this.timeline.at(-1)
  }

  get place() {
    return placeOf(this.timeline, this.shown)
  }

  update(timeline, live) {
    this.timeline = timeline
    this.live = live
    this.draw()
  }

  reset() {
    this.at = null
    this.playing = false
  }

  draw() {
    const { timeline, shown } = this
    this.range.max = timeline.length - 1
    this.range.value = this.place
    this.range.disabled = timeline.length < 2
    this.range.setAttribute('aria-valuetext', `iteration ${spaced(shown)}`)
    this.label.textContent = `iteration ${spaced(shown)}`
    this.play.textContent = this.playing ? '❚❚ Pause' : '▶ Replay'
    this.play.disabled = this.live || timeline.length < 2
  }

  // Shows a place among the recorded iterations; at the last of them the newest is followed.
  move(place, playing = false) {
    const last = this.timeline.length - 1
    const inside = Math.min(last, Math.max(0, place))
    this.playing = playing
    this.at = inside === last ? null : this.timeline[inside]
    this.draw()
    this.onMove(playing)
  }

  goTo(iteration) {
    this.move(placeOf(this.timeline, iteration))
  }

  toggle() {
    if (this.playing) this.move(this.place)
    else if (!this.play.disabled) this.start()
  }

  start() {
    this.onReach()
    let position = this.at === null ? 0 : this.place, before = performance.now()
    this.playing = true
    const tick = (now) => {
      if (!this.playing) return
      position += (now - before) / 1000 * (this.timeline.length / PLAY_SECONDS) * Number(this.speed.value)
      before = now
      const last = position >= this.timeline.length - 1
      this.move(Math.floor(position), !last)
      if (!last) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    this.draw()
  }

  // Keys pressed anywhere on the board, unless what has the focus has a use of its own for them.
  key(event) {
    const { key, target, shiftKey } = event
    if (event.altKey || event.ctrlKey || event.metaKey || target.closest('select, textarea, input:not([type="range"])')) return
    const steps = { ArrowLeft: shiftKey ? -LEAP : -1, ArrowRight: shiftKey ? LEAP : 1, PageDown: -LEAP, PageUp: LEAP }
    if (key in steps) {
      this.onReach()
      this.move(this.place + steps[key])
    } else if (key === 'Home') this.move(0)
    else if (key === 'End') this.move(Infinity)
    else if (key === ' ' && !target.closest('button, a')) this.toggle()
    else return
    event.preventDefault() // so that the range does not step as well, nor the page scroll
  }
}
