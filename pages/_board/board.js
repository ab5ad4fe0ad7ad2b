// The live board. Every update from the server comes here; nothing that is on screen is made anew.

const here = new URL(import.meta.url)

const styled = Promise.all(['board.css', 'why.css'].map((file) => {
  const style = document.createElement('link')
  style.rel = 'stylesheet'
  style.href = new URL(`./${file}${here.search}`, here).href
  document.head.append(style)
  return new Promise((resolve) => { style.onload = style.onerror = resolve })
}))

const files = ['codec', 'words', 'palette', 'maps', 'scrubber', 'why', 'curves'].map((file) => import(`./${file}.js${here.search}`))
const [{ bytes, floats, inflate, placeOf, whole }, { element }, { paletteOf }, { Card }, { Scrubber }, { Whys }, { Curves }] =
  await Promise.all([...files, styled])

const ASK_EVERY = 120 // ms between scrub positions sent to the server
const boards = new WeakMap()

// What the maps' colours and the points' shapes mean, and what part of the data they show.
function legend(line, { classes, note }, { red, paper, blue, marks }) {
  const [zero, one] = classes
  const parts = classes.length === 2 ? [
    [blue, `${marks[0].sign} training points of class ${one}, and where the network says ${one}`],
    [red, `${marks[1].sign} class ${zero}, and where it says ${zero}`],
    [paper, 'paler: less sure, one half where it is white'],
  ] : [
    ...classes.map((name, i) => [marks[i].color, `${marks[i].sign} ${name}`]),
    [paper, 'paler: less sure'],
  ]
  line.replaceChildren(...parts.map(([color, text]) => {
    const item = document.createElement('span')
    element('span', 'il-swatch', item).style.background = color
    item.append(text)
    return item
  }))
  if (note) element('span', 'il-note', line, note)
}

class Board {
  constructor(root, palette) {
    this.palette = paletteOf(palette)
    this.node = element('div', 'il-board', root)
    this.node.style.setProperty('--il-paper', this.palette.paper)
    this.node.tabIndex = -1 // a click anywhere on the board gives it the keys
    this.cardBox = element('div', 'il-cards', this.node)
    this.scrubber = new Scrubber(this.node, { onMove: (playing) => this.moved(playing), onReach: () => this.askAhead() })
    this.node.addEventListener('keydown', (event) => this.scrubber.key(event))
    this.legend = element('p', 'il-legend', this.node)
    const onPick = (iteration) => this.scrubber.goTo(iteration)
    this.whys = new Whys(this.node, this.palette, { onPick, onChange: (open) => this.opened(open) })
    this.curves = new Curves(this.node, onPick)
    this.cards = []
    this.packs = new Map()
    this.themed = new MutationObserver(() => { this.curves.draw(); this.whys.draw() })
    this.themed.observe(root.closest('.stApp') ?? document.body, { attributes: true, attributeFilter: ['class', 'style'] })
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.send = { setStateValue, setTriggerValue }
    if (data.experiment !== this.data?.experiment) {
      this.scrubber.reset()
      this.packs.clear()
      this.asked = null
    }
    this.data = data
    this.runs = data.runs.map((run) => ({
      ...run, kept: whole(run.kept), costs: floats(run.costs), train: floats(run.train), test: floats(run.test), map: bytes(run.map),
    }))
    this.node.dataset.count = data.runs.length
    this.node.dataset.status = data.status
    while (this.cards.length > data.runs.length) this.cards.pop().remove()
    while (this.cards.length < data.runs.length) this.cards.push(new Card(this.cardBox, this.palette))
    this.runs.forEach((run, i) => {
      this.cards[i].describe(run, i)
      this.cards[i].setPoints(this.points())
      this.cards[i].tryIt.onclick = () => this.tried(i)
      this.unpack(run)
    })
    const timeline = this.runs.reduce((longest, { kept }) => (kept.at(-1) > longest.at(-1) ? kept : longest), this.runs[0].kept)
    this.scrubber.update(timeline, data.live)
    this.whys.update({ ...data, runs: this.runs }, this.cards)
    this.curves.update(data.figures, data.experiment, data.assets)
    this.draw()
    if (this.scrubber.at !== null || this.scrubber.playing) this.askAhead()
  }

  points() {
    const { id, x, y, labels, extent, classes, note } = this.data.points
    if (this.decoded?.id !== id) {
      this.decoded = { id, x: floats(x), y: floats(y), labels: bytes(labels), extent, classes }
      legend(this.legend, { classes, note }, this.palette)
    }
    return this.decoded
  }

  // Frames ahead: asked for when the reader reaches for the scrubber of a run at rest, and kept.
  askAhead() {
    const lacking = this.runs?.some((run) => run.kept.length > 1 && this.packs.get(run.key)?.id !== run.pack_id)
    const wish = [...(this.runs ?? []).map((run) => run.pack_id), ...this.whys.open].join()
    if (!(lacking || this.whys.lacking) || !this.data.rests || this.asked === wish) return
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

  draw() {
    const { shown } = this.scrubber
    this.runs.forEach((run, i) => {
      const place = placeOf(run.kept, shown)
      if (run.diverged !== null && shown >= run.diverged) this.cards[i].show({ iteration: run.diverged, diverged: true })
      else this.cards[i].show({ iteration: run.kept[place], cost: run.costs[place], train: run.train[place], test: run.test[place] })
      this.cards[i].draw(this.frame(run, run.kept[place]), run.cells)
    })
    this.node.dataset.iteration = shown
    this.curves.mark(shown)
    this.whys.show(shown)
  }

  moved(playing) {
    this.draw()
    if (!playing) this.ask()
  }

  // Tells the server where the reader is, at most every ASK_EVERY ms and always the last place.
  ask() {
    if (this.timer) return
    this.timer = setTimeout(() => {
      this.timer = null
      const { at } = this.scrubber
      this.send.setStateValue('at', at === null ? null : { experiment: this.data.experiment, iteration: at })
    }, ASK_EVERY)
  }

  // Tells the server of which runs the evidence is wanted.
  opened(open) {
    this.send.setStateValue('why', open)
  }

  // Asks for the comparison with what a card's fix changes, or points to the card that has it.
  tried(place) {
    const { beside } = this.data.runs[place]
    if (beside !== null) {
      this.cards[beside].point()
      return
    }
    this.send.setTriggerValue('fix', { experiment: this.data.experiment, place })
  }

  remove() {
    this.scrubber.reset()
    this.themed.disconnect()
    this.cards.forEach((card) => card.remove())
    this.whys.remove()
    this.curves.remove()
    this.node.remove()
  }
}

export default function (component) {
  const root = component.parentElement
  if (!boards.has(root)) boards.set(root, new Board(root, component.data.palette))
  boards.get(root).update(component)
  return () => {
    // Streamlit also calls this for an update that was overtaken by the next one.
    if (root.isConnected) return
    boards.get(root)?.remove()
    boards.delete(root)
  }
}
