// How large a layer's gradient, activations, weights and steps are at every measured iteration.

import { magnitude } from './numbers.js'
import { element } from './words.js'
import { hatch, surface } from './part.js'
import { LEFT, Rows } from './rows.js'

const power = (exponent) => `10${String(exponent).replace(/./g, (c) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(c)])}`

export class Heat extends Rows {
  constructor(parent, palette, onPick) {
    super(parent, 'heat', 'Sizes (rms)', { gradient: 'gradient', activation: 'activation', weight: 'weight', step: 'update / weight' }, onPick)
    this.palette = palette
    this.legend = element('canvas', 'il-key', this.node)
    this.legend.setAttribute('aria-hidden', 'true')
    this.plot.after(this.legend)
  }

  get layers() {
    return this.data.widths.length - 1
  }

  // Whole powers of ten that hold all that was measured, at least one apart.
  get decades() {
    let low = Infinity, high = -Infinity
    for (const value of this.values) {
      if (!(value > 0 && Number.isFinite(value))) continue
      low = Math.min(low, value)
      high = Math.max(high, value)
    }
    if (low === Infinity) return [-1, 0]
    const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))]
    return [from, Math.max(to, from + 1)]
  }

  paint(context, colors, layer, y, height) {
    const [from, to] = this.span
    this.columns((place, start, width) => {
      const value = this.values[place * this.layers + layer]
      if (value > 0 && Number.isFinite(value)) {
        context.fillStyle = this.palette.shade((Math.log10(value) - from) / (to - from))
        context.fillRect(start, y, width, height)
      } else hatch(context, start, y, width, height, colors.muted)
    })
  }

  redraw() {
    if (!this.frame) return
    this.span = this.decades
    super.redraw()
    this.explain()
  }

  // What the colours mean.
  explain() {
    const colors = this.colors, [from, to] = this.span
    const { context, width } = surface(this.legend, 30, colors.font)
    const right = Math.max(LEFT + 60, Math.min(width - 110, LEFT + 240))
    for (let x = LEFT; x < right; x++) {
      context.fillStyle = this.palette.shade((x - LEFT) / (right - LEFT))
      context.fillRect(x, 2, 1.5, 9)
    }
    const every = Math.ceil((to - from) / 5)
    context.fillStyle = colors.muted
    context.textAlign = 'center'
    for (let exponent = from; exponent <= to; exponent += every) {
      context.fillText(power(exponent), LEFT + (right - LEFT) * (exponent - from) / (to - from), 21)
    }
    hatch(context, right + 24, 2, 18, 9, colors.muted)
    context.textAlign = 'left'
    context.fillText(this.choice === 'step' ? '0 or none' : '0', right + 48, 7)
  }

  figure(value) {
    return magnitude(value)
  }

  tell(value) {
    const what = { gradient: 'gradient rms', activation: 'output rms', weight: 'weight rms', step: 'update-to-weight ratio' }[this.choice]
    return `${what} ${Number.isNaN(value) ? 'has no value, as all weights are 0' : magnitude(value)}`
  }

  sentence(frame) {
    return frame.words[this.choice]
  }
}
