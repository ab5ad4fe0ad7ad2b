// The costs as the course's notebook prints them: every thousandth iteration up to the last, with all their
// digits; and inf where its formula answers that.

import { placeOf } from './codec.js'
import { element, write } from './words.js'

const EVERY = 1000

// As Python writes a float: 0.6931471805599453, 1e-05, inf.
function python(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'
  const size = Math.abs(value)
  if (size === 0 || (size >= 1e-4 && size < 1e16)) return Number.isInteger(value) ? `${value}.0` : String(value)
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2')
}

export class Printed {
  constructor(parent) {
    this.node = element('div', 'il-printed', parent)
    this.blocks = []
  }

  // `length` is how many iterations there will be.
  draw(runs, shown, length) {
    while (this.blocks.length > runs.length) this.blocks.pop().node.remove()
    while (this.blocks.length < runs.length) {
      const node = element('section', '', this.node)
      this.blocks.push({ node, title: element('h4', '', node), lines: element('pre', '', node) })
    }
    runs.forEach((run, place) => {
      const { title, lines } = this.blocks[place]
      write(title, run.label)
      const said = []
      for (let at = 0; at <= Math.min(shown, run.reached, length - 1); at += EVERY) {
        const record = placeOf(run.iterations, at)
        if (run.iterations[record] !== at) continue
        const cost = python(run.costs[record])
        said.push(`Cost after iteration ${at}: ${at === 0 && run.told?.naive ? `inf  (from the logits ${cost})` : cost}`)
      }
      write(lines, said.join('\n'))
    })
  }
}
