// What networks answer at a point of the plane: under the pointer, and for points that the reader has put.

import { figure, magnitude, percent, spaced } from './numbers.js'
import { element, write } from './words.js'

const ASK_EVERY = 90 // ms between questions about where the pointer is
const MOST = 9 // points that the reader may put

const place = ({ x, y }) => `(${figure(x)}, ${figure(y)})`

// What one network answers at one point, in words.
function answer(one, at, classes) {
  if (!one || one.classes[at] === null || one.classes[at] === undefined) return 'no finite answer'
  const chance = one.chances[at], says = classes[one.classes[at]]
  if (one.logits[at].length > 1) return `${says}, ${percent(chance)} sure`
  return `P(class ${classes[1]}) = ${percent(chance)}, logit ${magnitude(one.logits[at][0])}`
}

// The tip beside the pointer.
export class Tip {
  constructor(parent, ask) {
    this.node = element('div', 'il-tip', parent)
    this.node.hidden = true
    this.ask = ask
  }

  move(where, card, classes) {
    this.where = where
    this.card = card
    this.node.hidden = !where
    if (!where) return
    const room = window.innerWidth - where.clientX
    this.node.style.left = room > 240 ? `${where.clientX + 14}px` : 'auto'
    this.node.style.right = room > 240 ? 'auto' : `${room + 14}px`
    this.node.style.top = `${where.clientY + 14}px`
    write(this.node, `${place(where)}${this.last ? `\n${this.last}` : ''}`)
    if (this.timer) return
    this.timer = setTimeout(async () => {
      this.timer = null
      const asked = this.where
      if (!asked) return
      const found = await this.ask([asked])
      if (!found || !this.where) return
      this.last = answer(found[this.card], 0, classes)
      write(this.node, `${place(this.where)}\n${this.last}`)
    }, ASK_EVERY)
  }
}

// The points that the reader has put, and what every network answers there.
export class Points {
  constructor(parent, { ask, onChange }) {
    this.ask = ask
    this.onChange = onChange
    this.points = []
    this.node = element('div', 'il-asked', parent)
    this.hint = element('p', 'il-small', this.node, 'Click a map to ask every network about that point.')
    this.table = element('table', '', this.node)
    this.clear = element('button', '', this.node, 'Remove all')
    this.clear.type = 'button'
    this.clear.onclick = () => this.set([])
    this.clear.hidden = true
  }

  put(point) {
    this.set([...this.points, { x: point.x, y: point.y }].slice(-MOST))
  }

  set(points) {
    this.points = points
    this.clear.hidden = !points.length
    this.onChange(points)
  }

  async draw(runs, classes, shown, sign) {
    if (!this.points.length) {
      this.table.replaceChildren()
      return
    }
    const asked = this.points, found = await this.ask(asked)
    if (!found || asked !== this.points) return
    const line = (tag, texts) => {
      const row = element('tr', '')
      for (const text of texts) element(tag, '', row, text)
      return row
    }
    this.table.replaceChildren(
      line('th', ['', ...asked.map((point, at) => `${at + 1} ${place(point)}`)]),
      ...runs.map((run, at) => line('td', [`${sign(at)} ${run.label}`, ...asked.map((_, n) => answer(found[at], n, classes))])))
    write(this.hint, `At iteration ${spaced(shown)}. Click a map to ask about another point.`)
  }
}
