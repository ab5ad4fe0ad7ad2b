// How many units of each hidden layer are distinct, dead or saturated, from the start to now.

import { Rows } from './rows.js'

export class Meter extends Rows {
  constructor(parent, onPick) {
    super(parent, 'meter', 'Symmetry meter', { distinct: 'distinct', dead: 'dead', saturated: 'saturated' }, onPick)
  }

  get layers() {
    return this.data.widths.length - 2
  }

  // The share of a layer's units, as a step that changes at every measured iteration.
  paint(context, colors, layer, y, height) {
    const units = this.data.widths[layer + 1], { values } = this
    const left = this.x(0), right = this.x(this.data.length)
    context.fillStyle = colors.border
    context.globalAlpha = 0.45
    context.fillRect(left, y, right - left, height)
    context.globalAlpha = 1
    context.fillStyle = colors.own
    this.columns((place, start, width) => {
      const share = values[place * this.layers + layer] / units
      context.fillRect(start, y + height * (1 - share), width, height * share)
    })
  }

  figure(count, layer) {
    return `${count} of ${this.data.widths[layer + 1]}`
  }

  tell(count, layer) {
    return `${this.figure(count, layer)} units ${count === 1 ? 'is' : 'are'} ${this.choices[this.choice]}`
  }

  sentence(frame) {
    return this.choice === 'distinct' ? frame.words.symmetry : frame.words.distributions
  }
}
