// The evidence on runs: a panel for each run whose "Why?" is open, under the scrubber, or after its card
// where cards stack. Its pictures and the table of classes show the iteration that the scrubber holds.

const here = new URL(import.meta.url)
const files = ['codec', 'numbers', 'words', 'meter', 'heat', 'spread', 'network', 'classes'].map((file) => import(`./${file}.js${here.search}`))
const [{ bytes, frameOf, inflate, placeOf, unparcel }, { spaced }, { element, write }, { Meter }, { Heat }, { Spread }, { Network }, { Classes }] =
  await Promise.all(files)

const STACKED = window.matchMedia('(max-width: 640px)')

export class Whys {
  constructor(parent, palette, { onPick, onChange }) {
    this.palette = palette
    this.onPick = onPick
    this.onChange = onChange
    this.node = element('div', 'il-whys', parent)
    this.panels = new Map() // by the run's label, in the order of the cards
    this.placed = () => this.place()
    STACKED.addEventListener('change', this.placed)
  }

  get open() {
    return [...this.panels.keys()]
  }

  // Whether a panel still wants the frames ahead of its run.
  get lacking() {
    return [...this.panels.values()].some((panel) => panel.lacking)
  }

  update({ runs, explained }, cards) {
    this.cards = cards
    this.runs = runs
    if (explained && !this.begun) for (const label of explained) this.add(label)
    this.begun = true
    for (const label of this.open) if (!runs.some((run) => run.label === label)) this.close(label)
    runs.forEach((run, place) => {
      const button = cards[place].why
      button.hidden = !explained
      button.setAttribute('aria-expanded', String(this.panels.has(run.label)))
      button.onclick = () => this.toggle(run.label)
      this.panels.get(run.label)?.update(run, place)
    })
    this.place()
  }

  add(label) {
    const panel = new Panel(this.palette, this.onPick, () => { this.toggle(label); this.cardOf(label)?.why.focus() })
    this.panels.set(label, panel)
  }

  close(label) {
    this.panels.get(label).remove()
    this.panels.delete(label)
  }

  toggle(label) {
    if (this.panels.has(label)) this.close(label)
    else this.add(label)
    this.update({ runs: this.runs, explained: [] }, this.cards)
    this.show(this.shown)
    this.onChange(this.open)
  }

  cardOf(label) {
    return this.cards[this.runs.findIndex((run) => run.label === label)]
  }

  // Puts each panel where it belongs, in the order of the cards; one that is there already stays untouched.
  place() {
    let before = null
    this.runs?.forEach((run, at) => {
      const panel = this.panels.get(run.label)
      if (!panel) return
      if (STACKED.matches) {
        if (this.cards[at].node.nextSibling !== panel.node) this.cards[at].node.after(panel.node)
      } else if (panel.node.parentNode !== this.node || panel.node.previousSibling !== before) {
        if (before) before.after(panel.node)
        else this.node.prepend(panel.node)
      }
      before = panel.node
    })
  }

  show(iteration) {
    this.shown = iteration
    for (const panel of this.panels.values()) panel.show(iteration)
  }

  draw() {
    for (const panel of this.panels.values()) panel.draw()
  }

  remove() {
    STACKED.removeEventListener('change', this.placed)
    for (const panel of this.panels.values()) panel.remove()
    this.node.remove()
  }
}

class Panel {
  constructor(palette, onPick, onClose) {
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
    this.parts = [new Meter(this.grid, onPick), new Heat(this.grid, palette, onPick), new Spread(this.grid), new Network(this.grid, palette), new Classes(this.grid)]
    this.resized = new ResizeObserver(() => this.draw())
    this.resized.observe(this.grid)
  }

  update(run, place) {
    if (this.key !== run.key) this.frames = this.ahead = null
    this.key = run.key
    this.rests = run.kept.length > 1
    this.node.style.setProperty('--il-color', run.color)
    this.node.setAttribute('aria-label', `Why? The evidence on ${run.label}`)
    write(this.title, `Why? ${run.label}`)
    const { why } = run
    if (!why) return
    this.note.hidden = !why.sorry
    write(this.note, why.sorry ?? '')
    this.grid.hidden = Boolean(why.sorry)
    this.data = why.sorry ? null : why
    if (why.sorry) return
    this.measured = unparcel(why.measured, bytes(why.measured.data))
    this.frames = unparcel(why.frame, bytes(why.frame.data))
    for (const part of this.parts) part.update(why, this.measured)
    if (why.ahead && this.ahead?.id !== why.ahead_id) this.unpack(why)
  }

  async unpack({ ahead, ahead_id }) {
    this.ahead = { id: ahead_id, frames: null }
    const frames = unparcel(ahead, ahead.deflated ? await inflate(ahead.data) : bytes(ahead.data))
    if (this.ahead?.id !== ahead_id) return
    this.ahead.frames = frames
    this.draw()
  }

  get lacking() {
    return this.rests && this.ahead?.id !== this.data?.ahead_id
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
  }

  draw() {
    if (!this.frame || !this.grid.clientWidth) return
    for (const part of this.parts) part.draw(this.frame, this.shown)
  }

  remove() {
    this.resized.disconnect()
    this.node.remove()
  }
}
