// The scrubber: which recorded iteration is shown, played at a speed, moved by hand or by keys.

import { placeOf } from './codec.js'
import { spaced } from './numbers.js'
import { element, write } from './words.js'

const LENGTHS = [3, 10, 30] // seconds that a whole run is played in
const LEAP = 10

export class Scrubber {
  // `onMove(playing)` is called at every step, `onReach` when the reader comes near, which is when frames
  // ahead are worth asking for.
  constructor(parent, { onMove, onReach }) {
    this.onMove = onMove
    this.onReach = onReach
    this.at = null // the iteration the reader holds, or null to follow the newest
    this.timeline = Int32Array.of(0)
    const row = element('div', 'il-reach', parent)
    this.node = element('div', 'il-scrub', row)
    this.extras = element('span', 'il-extras', row)
    this.play = element('button', 'il-play', this.node)
    this.play.type = 'button'
    this.play.title = 'Play the runs from here, or from their start (space)'
    this.play.onclick = () => this.toggle()
    this.speed = element('select', 'il-speed', this.node)
    this.speed.setAttribute('aria-label', 'How long a replay takes')
    for (const seconds of LENGTHS) this.speed.add(new Option(`${seconds} s`, seconds, seconds === 10, seconds === 10))
    this.range = element('input', '', this.node)
    this.range.type = 'range'
    this.range.min = 0
    this.range.setAttribute('aria-label', 'Iteration shown')
    this.range.oninput = () => { this.onReach(); this.move(this.range.valueAsNumber) }
    this.label = element('output', '', this.node)
    this.last = element('button', 'il-last', this.node, 'At the end')
    this.last.type = 'button'
    this.last.title = 'Show the newest iteration (End)'
    this.last.onclick = () => this.move(Infinity)
    for (const event of ['pointerenter', 'focusin', 'touchstart']) {
      this.node.addEventListener(event, () => onReach(), { passive: true })
    }
  }

  // An address may name an iteration that the runs have not come to.
  get shown() {
    const last = this.timeline.at(-1)
    return this.at === null ? last : Math.min(this.at, last)
  }

  get place() {
    return placeOf(this.timeline, this.shown)
  }

  update(timeline, live) {
    this.timeline = timeline
    this.live = live
    this.draw()
  }

  reset(at = null) {
    this.at = at
    this.playing = false
  }

  draw() {
    const { timeline, shown } = this
    this.range.max = timeline.length - 1
    this.range.value = this.place
    this.range.disabled = timeline.length < 2
    this.range.setAttribute('aria-valuetext', `iteration ${spaced(shown)}`)
    write(this.label, `iteration ${spaced(shown)}`)
    write(this.play, this.playing ? '❚❚ Pause' : '▶ Replay')
    this.play.disabled = this.live || timeline.length < 2
    this.last.disabled = this.at === null
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
    this.onReach()
    this.move(placeOf(this.timeline, iteration))
  }

  toggle() {
    if (this.playing) this.move(this.place)
    else if (!this.play.disabled) this.start()
  }

  // Plays on from here, or from the start where the end is shown or `anew` says so.
  async start(anew = false) {
    const ready = this.onReach()
    let position = this.at === null || anew ? 0 : this.place
    this.playing = true
    this.draw()
    await ready // nothing is shown at an iteration that nothing is known of yet
    if (!this.playing) return
    this.move(position, true)
    let before = performance.now()
    const tick = (now) => {
      if (!this.playing) return
      position += Math.max(0, now - before) / 1000 * this.timeline.length / Number(this.speed.value)
      before = now
      const last = position >= this.timeline.length - 1
      this.move(Math.floor(position), !last)
      if (!last) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
  }

  // Whether a key means something here, which it has then done.
  key({ key, shiftKey }) {
    const steps = { ArrowLeft: shiftKey ? -LEAP : -1, ArrowRight: shiftKey ? LEAP : 1, PageDown: -LEAP, PageUp: LEAP }
    if (key in steps) {
      this.onReach()
      this.move(this.place + steps[key])
    } else if (key === 'Home') this.move(0)
    else if (key === 'End') this.move(Infinity)
    else if (key === ' ') this.toggle()
    else return false
    return true
  }
}
