// The live board. Every update from the server comes here; nothing that is on screen is made anew.

const here = new URL(import.meta.url)

const style = document.createElement('link')
style.rel = 'stylesheet'
style.href = new URL(`./board.css${here.search}`, here).href
const styled = new Promise((resolve) => { style.onload = style.onerror = resolve })
document.head.append(style)

const [{ Card, CLASS_COLORS, SHAPE_SIGNS }, { Curves }] = await Promise.all([
  import(`./maps.js${here.search}`), import(`./curves.js${here.search}`), styled,
])

const ASK_EVERY = 120 // ms between scrub positions sent to the server
const PLAY_SECONDS = 8
const boards = new WeakMap()

const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
const floats = (text) => new Float32Array(bytes(text).buffer)
const whole = (text) => new Int32Array(bytes(text).buffer)
const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')

async function inflate(text) {
  const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

// The last place in a rising list whose value is not above `limit`, 0 if there is none.
function placeOf(list, limit) {
  let low = 0, high = list.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (list[middle] <= limit) low = middle
    else high = middle - 1
  }
  return low
}

// What the maps' colours and the points' shapes mean, and what part of the data they show.
function legend(line, { classes, note }) {
  const [zero, one] = classes
  const parts = classes.length === 2 ? [
    ['rgb(93, 142, 203)', `● training points of class ${one}, and where the network says ${one}`],
    ['rgb(221, 122, 106)', `◆ class ${zero}, and where it says ${zero}`],
    ['rgb(247, 246, 242)', 'paler: less sure, one half where it is white'],
  ] : [
    ...classes.map((name, i) => [`rgb(${CLASS_COLORS[i].join()})`, `${SHAPE_SIGNS[i]} ${name}`]),
    ['rgb(247, 246, 242)', 'paler: less sure'],
  ]
  line.replaceChildren(...parts.map(([color, text]) => {
    const item = document.createElement('span')
    const swatch = document.createElement('span')
    swatch.className = 'il-swatch'
    swatch.style.background = color
    item.append(swatch, text)
    return item
  }))
  if (note) line.append(Object.assign(document.createElement('span'), { className: 'il-note', textContent: note }))
}

class Board {
  constructor(root) {
    this.node = document.createElement('div')
    this.node.className = 'il-board'
    this.cardBox = document.createElement('div')
    this.cardBox.className = 'il-cards'
    this.legend = document.createElement('p')
    this.legend.className = 'il-legend'
    this.node.append(this.cardBox, this.makeScrubber(), this.legend)
    this.curves = new Curves(this.node, (iteration) => this.scrub(iteration))
    this.cards = []
    this.packs = new Map()
    this.at = null // the iteration the reader holds, or null to follow the newest
    root.append(this.node)
    this.themed = new MutationObserver(() => this.curves.draw())
    this.themed.observe(root.closest('.stApp') ?? document.body, { attributes: true, attributeFilter: ['class', 'style'] })
  }

  makeScrubber() {
    const box = document.createElement('div')
    box.className = 'il-scrub'
    this.play = document.createElement('button')
    this.play.type = 'button'
    this.play.className = 'il-play'
    this.play.onclick = () => (this.playing ? this.halt() : this.start())
    this.range = document.createElement('input')
    this.range.type = 'range'
    this.range.min = 0
    this.range.setAttribute('aria-label', 'Iteration shown')
    this.range.oninput = () => { this.halt(); this.scrub(this.timeline[this.range.valueAsNumber]) }
    this.label = document.createElement('output')
    box.append(this.play, this.range, this.label)
    for (const event of ['pointerenter', 'focusin', 'touchstart']) {
      box.addEventListener(event, () => this.askAhead(), { passive: true })
    }
    return box
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.send = { setStateValue, setTriggerValue }
    if (data.experiment !== this.data?.experiment) {
      this.at = null
      this.halt()
      this.packs.clear()
      this.asked = null
    }
    this.data = data
    this.runs = data.runs.map((run) => ({
      ...run, kept: whole(run.kept), costs: floats(run.costs), train: floats(run.train), test: floats(run.test), map: bytes(run.map),
    }))
    this.timeline = this.runs.reduce((longest, { kept }) => (kept.at(-1) > longest.at(-1) ? kept : longest), this.runs[0].kept)
    this.node.dataset.count = data.runs.length
    this.node.dataset.status = data.status
    while (this.cards.length > data.runs.length) this.cards.pop().remove()
    while (this.cards.length < data.runs.length) this.cards.push(new Card(this.cardBox))
    this.runs.forEach((run, i) => {
      this.cards[i].describe(run, i)
      this.cards[i].setPoints(this.points())
      this.unpack(run)
    })
    this.curves.update(data.figures, data.experiment, data.assets)
    this.draw()
    if (this.at !== null || this.playing) this.askAhead()
  }

  points() {
    const { id, x, y, labels, extent, classes, note } = this.data.points
    if (this.decoded?.id !== id) {
      this.decoded = { id, x: floats(x), y: floats(y), labels: bytes(labels), extent, classes }
      legend(this.legend, { classes, note })
    }
    return this.decoded
  }

  // Frames ahead: asked for when the reader reaches for the scrubber of a run at rest, and kept.
  askAhead() {
    const lacking = this.runs?.some((run) => run.kept.length > 1 && this.packs.get(run.key)?.id !== run.pack_id)
    const wish = this.runs?.map((run) => run.pack_id).join()
    if (!lacking || !this.data.rests || this.asked === wish) return
    this.asked = wish
    this.send.setTriggerValue('want', this.data.experiment)
  }

  async unpack(run) {
    if (!run.pack || this.packs.get(run.key)?.id === run.pack_id) return
    const pack = { id: run.pack_id, iterations: whole(run.pack.iterations), frames: null }
    this.packs.set(run.key, pack)
    pack.frames = await inflate(run.pack.frames)
    this.draw()
  }

  // The map of a run at an iteration: from the frames ahead, or what the server has just drawn.
  frame(run, iteration) {
    if (run.shown === iteration || run.kept.length === 1) return run.map
    const pack = this.packs.get(run.key), size = run.cells ** 2
    if (!pack?.frames || pack.id !== run.pack_id) return run.map
    const place = placeOf(pack.iterations, iteration)
    return pack.frames.subarray(place * size, (place + 1) * size)
  }

  get shown() {
    return this.at ?? this.timeline.at(-1)
  }

  draw() {
    const { timeline, shown } = this
    this.runs.forEach((run, i) => {
      const place = placeOf(run.kept, shown)
      this.cards[i].show({ iteration: run.kept[place], cost: run.costs[place], train: run.train[place], test: run.test[place] })
      this.cards[i].draw(this.frame(run, run.kept[place]), run.cells)
    })
    this.range.max = timeline.length - 1
    this.range.value = placeOf(timeline, shown)
    this.range.disabled = timeline.length < 2
    this.range.setAttribute('aria-valuetext', `iteration ${shown}`)
    this.label.textContent = `iteration ${spaced(shown)}`
    this.play.textContent = this.playing ? '❚❚ Pause' : '▶ Replay'
    this.play.disabled = this.data.live || timeline.length < 2
    this.node.dataset.iteration = shown
    this.curves.mark(shown)
  }

  scrub(iteration, ask = true) {
    const last = this.timeline.at(-1)
    const near = this.timeline[placeOf(this.timeline, iteration)]
    this.at = near >= last ? null : near
    this.draw()
    if (ask) this.ask()
  }

  // Tells the server where the reader is, at most every ASK_EVERY ms and always the last place.
  ask() {
    if (this.timer) return
    this.timer = setTimeout(() => {
      this.timer = null
      this.send.setStateValue('at', this.at === null ? null : { experiment: this.data.experiment, iteration: this.at })
    }, ASK_EVERY)
  }

  start() {
    this.askAhead()
    const from = this.at === null ? 0 : placeOf(this.timeline, this.at)
    const step = this.timeline.length / PLAY_SECONDS / 1000
    const begun = performance.now()
    this.playing = true
    const tick = (now) => {
      if (!this.playing) return
      const place = Math.min(this.timeline.length - 1, Math.floor(from + (now - begun) * step))
      if (place === this.timeline.length - 1) this.playing = false
      this.scrub(this.timeline[place], !this.playing)
      if (this.playing) requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    this.draw()
  }

  halt() {
    if (!this.playing) return
    this.playing = false
    this.ask()
    this.draw()
  }

  remove() {
    this.playing = false
    this.themed.disconnect()
    this.cards.forEach((card) => card.remove())
    this.curves.remove()
    this.node.remove()
  }
}

export default function (component) {
  const root = component.parentElement
  if (!boards.has(root)) boards.set(root, new Board(root))
  boards.get(root).update(component)
  return () => {
    // Streamlit also calls this for an update that was overtaken by the next one.
    if (root.isConnected) return
    boards.get(root)?.remove()
    boards.delete(root)
  }
}
