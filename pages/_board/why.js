// The evidence on runs: a panel for each run whose "Why?" is open. Its pictures and the table of classes show
// the iteration that the scrubber holds. What a panel draws is asked of the server: anew while a run is live,
// and all along once it rests.

import { Classes } from './classes.js'
import { bytes, frameOf, inflate, placeOf, unparcel } from './codec.js'
import { Heat } from './heat.js'
import { Meter } from './meter.js'
import { Network } from './network.js'
import { spaced } from './numbers.js'
import { Spread } from './spread.js'
import { element, write } from './words.js'

const HOLD = 160 // ms after which an iteration that is held is asked about
const LIVE_EVERY = 400 // ms between questions about a live run, after the answer to the last one

export class Whys {
  // `ask` asks the server for the evidence on the card at a place; `onChange` hears which are open.
  constructor(parent, palette, { ask, onPick, onChange }) {
    this.palette = palette
    this.ask = ask
    this.onPick = onPick
    this.onChange = onChange
    this.node = element('div', 'il-whys', parent)
    this.none = element('p', 'il-small', this.node, 'Press “Why?” on a card for the evidence on its run.')
    this.panels = new Map() // by the run's label, in the order of the cards
  }

  get open() {
    return [...this.panels.keys()]
  }

  update({ runs, live, cards }) {
    this.runs = runs
    this.cards = cards
    this.live = live
    for (const label of this.open) if (!runs.some((run) => run.label === label)) this.close(label)
    runs.forEach((run, place) => {
      const { why: button } = cards[place]
      button.setAttribute('aria-expanded', String(this.panels.has(run.label)))
      button.onclick = () => {
        // What is open and not in sight is brought there.
        if (this.panels.has(run.label) && !this.node.clientHeight) this.onChange(this.open)
        else this.toggle(run.label)
      }
      this.panels.get(run.label)?.update(run, place, live)
    })
    this.none.hidden = this.panels.size > 0
    this.place()
  }

  toggle(label) {
    if (this.panels.has(label)) this.close(label)
    else this.panels.set(label, new Panel(this.palette, { ask: this.ask, onPick: this.onPick, onClose: () => this.shut(label) }))
    this.update(this)
    this.show(this.shown)
    this.onChange(this.open)
  }

  shut(label) {
    this.toggle(label)
    this.cards[this.runs.findIndex((run) => run.label === label)]?.why.focus()
  }

  close(label) {
    this.panels.get(label).remove()
    this.panels.delete(label)
  }

  // Puts each panel where it belongs, in the order of the cards; one that is there already stays untouched.
  place() {
    let before = this.none
    for (const run of this.runs) {
      const panel = this.panels.get(run.label)
      if (!panel) continue
      if (panel.node.previousSibling !== before) before.after(panel.node)
      before = panel.node
    }
  }

  // Has the panels know what they lack to be played.
  reach() {
    for (const panel of this.panels.values()) panel.reach()
  }

  show(iteration) {
    this.shown = iteration
    for (const panel of this.panels.values()) panel.show(iteration)
  }

  draw() {
    for (const panel of this.panels.values()) panel.draw()
  }

  remove() {
    for (const panel of this.panels.values()) panel.remove()
    this.node.remove()
  }
}

class Panel {
  constructor(palette, { ask, onPick, onClose }) {
    this.ask = ask
    this.node = element('section', 'il-why')
    const head = element('header', '', this.node)
    this.title = element('h2', '', head)
    this.when = element('span', 'il-when', head)
    const close = element('button', 'il-close', head, 'Close')
    close.type = 'button'
    close.onclick = onClose
    this.node.addEventListener('keydown', (event) => { if (event.key === 'Escape') onClose() })
    this.note = element('p', 'il-sorry', this.node, 'Measuring…')
    this.grid = element('div', 'il-parts', this.node)
    this.grid.hidden = true // until there is something to draw, and to say of it
    this.parts = [new Meter(this.grid, onPick), new Heat(this.grid, palette, onPick), new Spread(this.grid), new Network(this.grid, palette), new Classes(this.grid)]
    this.resized = new ResizeObserver(() => this.draw())
    this.resized.observe(this.grid)
  }

  update(run, place, live) {
    if (this.key !== run.key) this.frames = this.ahead = this.data = this.asked = this.lacked = null
    this.key = run.key
    this.cardPlace = place
    this.reached = run.reached
    this.live = live
    this.node.style.setProperty('--il-color', run.color)
    this.node.setAttribute('aria-label', `Why? The evidence on ${run.label}`)
    write(this.title, `Why? ${run.label}`)
    if (this.data?.reached !== run.reached) this.question()
    else if (!live && this.wanted) this.reach()
  }

  // Asks for the newest evidence, one question at a time; what is asked meanwhile is asked next.
  async question(parameters = {}) {
    if (this.asking) {
      this.next = { ...this.next, ...parameters }
      return
    }
    this.asking = true
    const { key, reached } = this
    const why = await this.ask(this.cardPlace, parameters)
    if (why && key === this.key && !this.gone) this.take({ ...why, reached })
    if (this.live) await new Promise((resolve) => { setTimeout(resolve, LIVE_EVERY) })
    this.asking = false
    if (this.gone) return
    const { next } = this
    this.next = null
    if (next || this.data?.reached !== this.reached) this.question(next ?? {})
  }

  take(why) {
    this.note.hidden = !why.sorry
    write(this.note, why.sorry ?? '')
    this.grid.hidden = Boolean(why.sorry)
    this.data = why
    if (why.sorry) return
    const { exact } = this.measured ?? {}
    this.measured = Object.assign(unparcel(why.measured, bytes(why.measured.data)), { exact })
    this.frames = unparcel(why.frame, bytes(why.frame.data))
    for (const part of this.parts) part.update(why, this.measured)
    if (why.ahead) this.unpack(why)
    this.show(this.shown ?? this.reached)
  }

  // Asks for frames ahead of a run at rest, once.
  reach() {
    this.wanted = true
    if (this.live || this.asked === this.reached || this.data?.sorry) return
    this.asked = this.reached
    this.question({ ahead: 1 })
  }

  async unpack({ ahead, ahead_id }) {
    this.ahead = { id: ahead_id, frames: null }
    const frames = unparcel(ahead, ahead.deflated ? await inflate(ahead.data) : bytes(ahead.data))
    if (this.ahead?.id !== ahead_id) return
    this.ahead.frames = frames
    this.show(this.shown)
  }

  // The frame the server drew last if it is the one to show, or the one before it of those sent ahead.
  show(iteration) {
    this.shown = iteration
    if (!this.frames) return
    const own = this.frames.iterations[0], sent = this.ahead?.id === this.data.ahead_id ? this.ahead.frames : null
    const place = sent ? placeOf(sent.iterations, iteration) : 0
    const nearer = sent && (own > iteration || sent.iterations[place] >= own)
    this.frame = nearer ? frameOf(sent, place) : frameOf(this.frames, 0)
    write(this.when, `iteration ${spaced(this.frame.iteration)}`)
    this.draw()
    // What is held for a moment is asked for as it was just then.
    clearTimeout(this.held)
    const there = sent ? this.measured.exact?.has(iteration) : this.frame.iteration === Math.min(iteration, this.reached)
    if (!this.live && !there && this.lacked !== iteration) this.held = setTimeout(() => this.hold(iteration), HOLD)
  }

  hold(iteration) {
    this.lacked = iteration // asked about once, though a run may have nothing from just then
    this.measured.exact = new Set([iteration])
    this.question({ iteration })
  }

  draw() {
    if (!this.frame || !this.grid.clientWidth) return
    for (const part of this.parts) part.draw(this.frame, this.shown)
  }

  remove() {
    this.gone = true
    this.resized.disconnect()
    this.node.remove()
  }
}
