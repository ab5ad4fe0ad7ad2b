// The live board: it follows the stream of a comparison, and nothing that is on screen is made anew.

import { bytes, floats } from './codec.js'
import { Curves } from './curves.js'
import { Details } from './details.js'
import { Keys } from './keys.js'
import { Card } from './maps.js'
import { paletteOf } from './palette.js'
import { remember } from './place.js'
import { Printed } from './printed.js'
import { Points, Tip } from './probe.js'
import { valuesAt } from './runs.js'
import { Scrubber } from './scrubber.js'
import { Side } from './side.js'
import { Story } from './story.js'
import { feedOf } from './stream.js'
import { Table } from './table.js'
import { Whys } from './why.js'
import { element, write } from './words.js'

await Promise.all(['board.css', 'why.css'].map((file) => {
  const style = document.createElement('link')
  style.rel = 'stylesheet'
  style.href = new URL(`./${file}`, import.meta.url).href
  document.head.append(style)
  return new Promise((resolve) => { style.onload = style.onerror = resolve })
}))

const HOLD = 120 // ms after which an iteration that is held is asked about, and is in the address
const CHANGED_EVERY = 400 // ms between wishes to have the page drawn anew
const BUSY_EVERY = 60 // ms between looks at whether the page is still being drawn
const OVER = 1000 // ms in which a page usually has a new address where one has ended

// Whether a page script runs or is about to.
const drawing = () => !['notRunning', undefined].includes(document.querySelector('.stApp')?.dataset.testScriptState)

const boards = new WeakMap()

// What the maps' colours and the points' shapes mean, and what part of the data they show.
function legend(line, { classes, note }, { red, paper, blue, marks }) {
  const [zero, one] = classes
  const parts = classes.length === 2 ? [
    [blue, `${marks[0].sign} class ${one}, and where the network says ${one}`],
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
  line.title = line.textContent
}

class Board {
  constructor(root, palette) {
    this.palette = paletteOf(palette)
    this.frame = element('div', 'il-frame')
    this.node = element('div', 'il-board', this.frame)
    this.node.style.setProperty('--il-paper', this.palette.paper)
    this.node.tabIndex = -1 // a click anywhere on the board gives it the keys
    this.cardBox = element('div', 'il-cards', this.node)
    this.scrubber = new Scrubber(this.node, { onMove: (playing) => this.moved(playing), onReach: () => this.reach() })
    this.lower = element('div', 'il-lower', this.node)
    const onPick = (iteration) => this.scrubber.goTo(iteration)
    this.curves = new Curves(this.lower, { onPick, onSingles: (on) => this.feed.wish({ singles: Number(on) }) })
    this.side = new Side(this.lower, ['Results', 'Why?', 'Points', 'Printed'], () => this.feed && this.draw())
    this.table = new Table(this.side.pages.Results, this.palette)
    const askWhy = (place, parameters) => this.feed.question('why', { place, ...parameters })
    this.whys = new Whys(this.side.pages['Why?'], this.palette, { ask: askWhy, onPick, onChange: (open) => this.opened(open) })
    const ask = (points) => this.probe(points)
    this.points = new Points(this.side.pages.Points, { ask, onChange: (points) => this.pinned(points) })
    this.printed = new Printed(this.side.pages.Printed)
    this.legend = element('p', 'il-legend', this.node)
    this.details = new Details(this.node, { onTry: (place) => this.tried(place), onWhy: (place) => this.explain(place) })
    this.tip = new Tip(this.node, ask)
    this.keys = new Keys(this.node, (key, event) => this.key(key, event))
    this.extras()
    this.cards = []
    this.story = new Story()
    this.rowStory = new Story()
    this.themed = new MutationObserver(() => this.theme())
    this.measured = () => this.measure()
    this.placed = new ResizeObserver(this.measured)
    window.addEventListener('resize', this.measured)
    this.settle(root)
  }

  // Takes its place on the page.
  settle(root) {
    root.append(this.frame)
    this.themed.disconnect()
    this.themed.observe(root.closest('.stApp') ?? document.body, { attributes: true, attributeFilter: ['class', 'style'] })
    this.placed.disconnect()
    this.placed.observe(document.querySelector('.stMainBlockContainer') ?? document.body)
    this.theme()
    this.measure()
  }

  // What is chosen beside the scrubber: test points, answers alone, the seed on the cards, the keys.
  extras() {
    const switched = (text, title, name) => {
      const button = element('button', '', this.scrubber.extras, text)
      button.type = 'button'
      button.title = title
      button.setAttribute('aria-pressed', 'false')
      button.onclick = () => {
        this[name] = !this[name]
        button.setAttribute('aria-pressed', String(this[name]))
        this.draw()
      }
    }
    this.seeds = element('select', 'il-speed', this.scrubber.extras)
    this.seeds.setAttribute('aria-label', 'Weights seed on the cards')
    this.seeds.onchange = () => this.feed.wish({ seed: this.seeds.selectedIndex })
    switched('Test points', 'Show the test examples on the maps, hollow', 'withTest')
    switched('Answers', 'Show what the network answers, not how sure it is', 'sharp')
    const help = element('button', '', this.scrubber.extras, '?')
    help.type = 'button'
    help.title = 'Keys'
    help.setAttribute('aria-label', 'Keys')
    help.onclick = () => this.keys.show()
  }

  // How far down the page the board begins: it takes what is left of the window.
  measure() {
    const top = Math.round(this.frame.getBoundingClientRect().top + (document.querySelector('.stMain')?.scrollTop ?? 0))
    if (top > 0 && top !== this.top) {
      this.top = top
      this.frame.style.setProperty('--il-top', `${top}px`)
    }
  }

  // A dark page has darker maps.
  theme() {
    const color = getComputedStyle(this.node).getPropertyValue('--st-background-color').trim()
    const light = [1, 3, 5].reduce((sum, at) => sum + parseInt(color.slice(at, at + 2), 16), 0)
    this.node.dataset.dark = String(light < 384)
    this.curves.draw()
    this.whys.draw()
  }

  update({ data, setStateValue, setTriggerValue }) {
    this.send = { setStateValue, setTriggerValue }
    this.show(data, feedOf(data.address))
  }

  // Shows what is told by a feed, as the page wants it.
  show(data, feed) {
    this.data = data
    if (feed !== this.feed) {
      if (this.feed) {
        const { moment, heard } = this.feed
        this.broken = moment?.live ? { experiment: this.experiment, heard: heard ?? performance.now() } : null
        feed.follow(this.feed)
      }
      this.leave?.()
      this.feed = feed
      this.leave = feed.listen(() => this.told())
    } else this.told()
    this.side.buttons['Why?'].hidden = !data.explains
    if (data.replay !== this.replayed) {
      if (this.replayed !== undefined || data.replay) this.replayWanted = true
      this.replayed = data.replay
    }
    this.replayIfWanted()
  }

  // Draws what there is to draw at the screen's own pace, however fast news comes.
  told() {
    if (this.coming || this.gone) return
    this.coming = true
    requestAnimationFrame(() => { this.coming = false; this.take() })
  }

  take() {
    const { board, moment, runs, link } = this.feed
    if (this.gone) return
    this.node.dataset.link = link
    if (link === 'over') this.changed()
    if (!board || !moment || this.feed.fresh) return
    this.goOn(board, moment)
    if (board.experiment !== this.experiment) {
      const first = this.experiment === undefined || this.early
      this.scrubber.reset(first ? this.data.at : null)
      if (!first) this.inAddress(null) // it was one of the comparison before
      this.experiment = board.experiment
      this.story.clear()
      this.rowStory.clear()
      this.ahead = null
      this.points.set([])
      this.side.show(this.side.shown)
    }
    this.early = this.feed.link === 'first'
    this.runs = runs
    this.node.dataset.count = runs.length
    this.node.dataset.status = moment.status
    this.examples()
    while (this.cards.length > runs.length) this.cards.pop().remove()
    while (this.cards.length < runs.length) this.cards.push(this.card(this.cards.length))
    runs.forEach((run, place) => {
      this.cards[place].describe(run, place)
      this.cards[place].why.hidden = !this.data.explains
    })
    this.offerSeeds(board)
    const timeline = runs.reduce((longest, { kept }) => (kept.at(-1) > longest.at(-1) ? kept : longest), runs[0].kept)
    this.scrubber.update(timeline, moment.live)
    this.table.update(board.columns, runs.length)
    this.whys.update({ runs, live: moment.live, cards: this.cards })
    this.curves.update(this.feed, this.data.assets)
    this.draw()
    if (this.scrubber.at !== null) this.hold()
    if (this.data.status !== moment.status) this.changed()
    this.replayIfWanted()
    remember(this.frame)
  }

  card(place) {
    return new Card(this.cardBox, this.palette, {
      open: () => this.details.toggle(this.cards[place], place),
      hover: (where) => this.tip.move(where, place, this.decoded.classes),
      pin: (where) => { if (where) { this.side.show('Points'); this.points.put(where) } },
    })
  }

  offerSeeds({ seeds, seed }) {
    this.seeds.hidden = seeds.length < 2
    if (this.seeds.dataset.of !== seeds.join()) {
      this.seeds.dataset.of = seeds.join()
      this.seeds.replaceChildren(...seeds.map((one) => new Option(`seed ${one}`, one)))
    }
    this.seeds.selectedIndex = seed
  }

  examples() {
    const { id, x, y, labels, train, extent, classes, note } = this.feed.board.points
    if (this.decoded?.id !== id) {
      this.decoded = { id, x: floats(x), y: floats(y), labels: bytes(labels), train, extent, classes }
      legend(this.legend, { classes, note }, this.palette)
    }
    return this.decoded
  }

  draw() {
    if (!this.runs || !this.feed.board) return // a feed that follows another has yet to be told
    const { shown, at, playing } = this.scrubber
    const told = this.runs.map((run, place) => (at === null ? run.told : this.story.at(shown)?.told[place]) ?? run.told)
    this.runs.forEach((run, place) => {
      const values = valuesAt(run, shown), card = this.cards[place]
      card.setPoints(this.decoded, this.withTest)
      card.show(values, shown)
      card.say(told[place])
      card.draw(run.pictures?.at(values.iteration), run.cells, this.sharp)
    })
    this.node.dataset.iteration = shown
    this.node.dataset.held = String(at !== null)
    this.curves.mark(shown, playing)
    const rows = (at === null ? this.feed.rows : this.rowStory.at(shown) ?? this.feed.rows)
    const filled = this.feed.board.columns[1]?.name === 'problem' ? null : rows?.rows ?? []
    this.table.draw({ runs: this.runs, shown, told, rows: filled, held: at !== null })
    write(this.side.when, `iteration ${this.scrubber.label.textContent.replace('iteration ', '')}`)
    this.details.say(told, this.palette.icons, this.runs, this.feed.board.terms)
    if (this.side.shown === 'Why?') this.whys.show(shown)
    if (this.side.shown === 'Printed') this.printed.draw(this.runs, shown, this.feed.board.iterations)
    if (this.side.shown === 'Points' && !playing) this.points.draw(this.runs, this.decoded.classes, shown, this.palette.sign)
  }

  // Frames ahead: asked for when the reader reaches for the scrubber of runs at rest, and kept.
  reach() {
    this.whys.reach()
    const { moment } = this.feed
    if (!moment?.rests || !this.runs?.some((run) => run.kept.length > 1)) return Promise.resolve()
    const wish = [this.experiment, this.feed.board.seed, ...this.runs.map((run) => run.reached)].join()
    if (this.ahead?.wish !== wish) this.ahead = { wish, done: this.fetchAhead(wish) }
    return this.ahead.done
  }

  async fetchAhead(wish) {
    const ahead = await this.feed.question('ahead')
    if (!ahead) {
      this.ahead = null
      return
    }
    if (this.ahead?.wish !== wish) return
    await Promise.all(ahead.runs.map((pack, place) => this.runs[place].pictures?.sent(pack, this.runs[place].cells)))
    const longest = ahead.runs.reduce((most, { told }) => (told.length > most.length ? told : most), [])
    const words = ahead.runs.map(({ told }) => told)
    this.story.ahead = longest.map(({ iteration }) => ({
      iteration, told: words.map((said) => said.findLast((one) => one.iteration <= iteration) ?? said[0]),
    }))
    this.rowStory.ahead = ahead.rows
    this.draw()
  }

  moved(playing) {
    this.draw()
    if (!playing) this.hold()
  }

  // Where an iteration is held: asks for it as it was just then, and says it in the address.
  hold() {
    clearTimeout(this.holding)
    this.holding = setTimeout(() => this.ask(), HOLD)
  }

  async ask() {
    const { at, playing } = this.scrubber
    if (playing || this.gone) return
    this.inAddress(at)
    if (at === null || this.story.exact.has(at)) return
    const { experiment } = this, instant = await this.feed.question('at', { iteration: at })
    if (!instant || experiment !== this.experiment) return
    this.story.keep(at, instant)
    if (instant.rows) this.rowStory.keep(at, instant.rows)
    await Promise.all(instant.pictures.map((picture, place) => picture && this.runs[place]?.pictures?.add(picture)))
    if (this.scrubber.at === at) this.draw()
  }

  inAddress(at) {
    const url = new URL(window.location.href)
    if (at === null) url.searchParams.delete('at')
    else url.searchParams.set('at', at)
    if (url.href !== window.location.href) window.history.replaceState(window.history.state, '', url)
  }

  replayIfWanted() {
    if (!this.replayWanted || !this.runs || this.feed.moment?.status !== 'done') return
    this.replayWanted = false
    this.scrubber.start(true)
  }

  // Has the page drawn anew, so that its buttons and controls follow. Not while it is being drawn: its wish
  // would take along what the controls said before. An address that has ended is mostly followed by another.
  changed(wait = this.feed.link === 'over' ? OVER : this.wasChanged ? CHANGED_EVERY : 0) {
    if (this.changing) return
    this.changing = setTimeout(() => {
      this.changing = null
      if (this.gone) return
      const status = this.feed.link === 'over' ? 'over' : this.feed.moment?.status
      if (!status || status === this.data.status) return
      if (drawing()) this.changed(status === 'over' ? OVER : BUSY_EVERY)
      else this.send.setTriggerValue('changed', status)
    }, wait)
    this.wasChanged = true
    setTimeout(() => { this.wasChanged = false }, 2 * CHANGED_EVERY)
  }

  // What every network on the cards answers at points of the plane, at the iteration shown.
  probe(points) {
    const query = points.map(({ x, y }) => `${x},${y}`).join(';')
    return this.feed.question('probe', { points: query, iteration: this.scrubber.shown })
  }

  pinned(points) {
    for (const card of this.cards) if (card.data) card.pin(points)
    this.draw()
  }

  explain(place) {
    const { label } = this.runs[place]
    if (!this.whys.open.includes(label)) this.whys.toggle(label)
    this.side.show('Why?')
    this.whys.draw()
  }

  // What is open is shown; the last one closed brings the results back.
  opened(open) {
    this.side.show(open.length ? 'Why?' : 'Results')
    if (!open.length) this.side.widen(false)
    this.whys.draw()
  }

  // Runs that went on until the server was gone go on: the page that has come back has them at rest.
  goOn({ experiment }, { status }) {
    const before = this.broken
    this.broken = null
    if (before?.experiment !== experiment || !['new', 'stopped'].includes(status)) return
    this.send.setTriggerValue('goon', { experiment, silent: (performance.now() - before.heard) / 1000 })
  }

  // Asks for the comparison with what a card's fix changes, or points to the card that has it.
  tried(place) {
    const { beside } = this.runs[place].told
    if (beside !== null) this.cards[beside].point()
    else this.send.setTriggerValue('fix', { experiment: this.experiment, place })
  }

  key(key, event) {
    if (!this.runs) return false
    if (key === 'Escape') return this.details.close(true) || (this.side.node.dataset.wide === 'true' && (this.side.widen(false), true))
    if (/^[1-8]$/.test(key) && this.cards[key - 1]) return this.details.toggle(this.cards[key - 1], key - 1)
    if (key === 'w' && this.data.explains) {
      this.explain(Math.max(0, this.runs.findIndex((run) => this.whys.open.includes(run.label))))
      return true
    }
    if (key === 'r') {
      this.side.show('Results')
      return true
    }
    return this.scrubber.key(event)
  }

  remove() {
    this.gone = true
    this.scrubber.reset()
    this.leave?.()
    this.themed.disconnect()
    this.placed.disconnect()
    window.removeEventListener('resize', this.measured)
    for (const part of [this.keys, this.details, this.table, this.whys, this.curves, ...this.cards]) part.remove()
    this.frame.remove()
  }
}

let early = null // the board of the first sight, until the page has a place for it

// Shows what is known before the page has a place for a board; what this returns takes it away again.
export function showFirst(root, data, feed) {
  const made = early = new Board(root, data.palette)
  made.show(data, feed)
  return () => {
    if (early !== made) return
    early = null
    made.remove()
  }
}

// A board in its place on the page: that of the first sight, where there is one.
function settled(root, palette) {
  const made = early
  early = null
  if (!made) return new Board(root, palette)
  made.settle(root)
  return made
}

export default function (component) {
  const root = component.parentElement
  if (!boards.has(root)) boards.set(root, settled(root, component.data.palette))
  boards.get(root).update(component)
  return () => {
    // Streamlit also calls this for an update that was overtaken by the next one.
    if (root.isConnected) return
    boards.get(root)?.remove()
    boards.delete(root)
  }
}
