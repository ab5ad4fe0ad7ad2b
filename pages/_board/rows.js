// A row a layer, a column a measured iteration: what the meter of units and the heat map have in common.

import { placeOf } from './codec.js'
import { spaced } from './numbers.js'
import { element, layerName, toggles, write } from './words.js'
import { FONT, Part, surface } from './part.js'

export const LEFT = 54
const PAD = 5, AXIS = 20

export class Rows extends Part {
  constructor(parent, name, title, choices, onPick) {
    super(parent, name, title)
    this.choice = Object.keys(choices)[0]
    this.choices = choices
    toggles(this.head, title, Object.values(choices), choices[this.choice], (label) => {
      this.choice = Object.keys(choices).find((key) => choices[key] === label)
      this.redraw()
    }, false)
    this.plot = this.canvas()
    this.plot.tabIndex = 0
    this.readout = element('p', 'il-readout', this.node)
    this.node.append(this.words)
    this.chosen = 0
    this.hover = null
    this.plot.onpointermove = (event) => { this.hover = this.under(event); this.redraw() }
    this.plot.onpointerleave = () => { this.hover = null; this.redraw() }
    this.plot.onclick = (event) => onPick(this.under(event).iteration)
    this.plot.onkeydown = (event) => this.key(event)
    // Read aloud while the reader is here, not at every update of a live run.
    this.plot.onfocus = () => this.readout.setAttribute('aria-live', 'polite')
    this.plot.onblur = () => { this.readout.removeAttribute('aria-live'); this.redraw() }
  }

  key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step) return
    this.chosen = Math.min(this.layers - 1, Math.max(0, this.chosen + step))
    event.preventDefault()
    this.redraw()
  }

  update(data, measured) {
    this.data = data
    this.measured = measured
  }

  draw(frame, shown) {
    this.frame = frame
    this.shown = shown
    this.redraw()
  }

  get values() {
    return this.measured.arrays[this.choice].values
  }

  // High enough to read where layers are few; many share the height of a dozen.
  get rowHeight() {
    return this.layers <= 5 ? 28 : Math.max(5, Math.floor(150 / this.layers))
  }

  x(iteration) {
    return LEFT + (this.width - LEFT - this.right) * Math.min(1, iteration / this.data.length)
  }

  // Where the column of a measured iteration begins: half way from the one before, on a whole pixel.
  edge(place) {
    const { iterations } = this.measured, last = iterations.length - 1
    if (place <= 0) return this.x(0)
    const iteration = place > last ? iterations[last] : (iterations[place - 1] + iterations[place]) / 2
    return Math.max(this.x(0) + 2, Math.round(this.x(iteration)))
  }

  // Calls with the place, left edge and width of every column that is at least a pixel wide.
  columns(call) {
    for (let place = 0; place < this.measured.iterations.length; place++) {
      const left = this.edge(place), width = this.edge(place + 1) - left
      if (width > 0) call(place, left, width)
    }
  }

  under({ offsetX, offsetY }) {
    const { iterations } = this.measured
    const wanted = (offsetX - LEFT) / (this.width - LEFT - this.right) * this.data.length
    const below = placeOf(iterations, wanted), above = Math.min(below + 1, iterations.length - 1)
    const place = wanted - iterations[below] < iterations[above] - wanted ? below : above
    const layer = Math.min(this.layers - 1, Math.max(0, Math.floor((offsetY - PAD) / this.rowHeight)))
    return { place, layer, iteration: iterations[place] }
  }

  redraw() {
    if (!this.frame) return
    const colors = this.colors, { layers, rowHeight } = this
    const height = PAD + layers * rowHeight + AXIS
    const { context, width } = surface(this.plot, height, colors.font)
    this.width = width
    const most = Math.max(...this.data.widths)
    this.right = Math.max(60, context.measureText(`${most} of ${most}`).width + 10)
    const every = Math.ceil((FONT + 2) / rowHeight)
    for (let layer = 0; layer < layers; layer++) {
      const y = PAD + layer * rowHeight
      this.paint(context, colors, layer, y, rowHeight - (rowHeight > 12 ? 4 : 1))
      if (layer % every && layer !== layers - 1 || layer !== layers - 1 && layers - 1 - layer < every) continue
      context.fillStyle = colors.muted
      context.textAlign = 'right'
      context.fillText(this.name(layer), LEFT - 6, y + rowHeight / 2 - 1)
      context.textAlign = 'left'
      context.fillStyle = colors.text
      context.fillText(this.figure(this.frame[this.choice][layer], layer), width - this.right + 6, y + rowHeight / 2 - 1)
    }
    this.axis(context, colors, PAD + layers * rowHeight)
    this.say(this.sentence(this.frame))
    const at = this.hover ?? { layer: this.chosen, iteration: this.frame.iteration }
    const value = this.hover ? this.values[at.place * layers + at.layer] : this.frame[this.choice][this.chosen]
    write(this.readout, `${this.hover || this.plot.matches(':focus-visible') ? '▸ ' : ''}${this.long(at.layer)}, iteration ${spaced(at.iteration)}: ${this.tell(value, at.layer)}`)
    this.plot.setAttribute('aria-label', `${this.head.querySelector('h3').textContent}, ${this.choices[this.choice]}. ${this.sentence(this.frame)} Up and down arrows choose a layer.`)
  }

  axis(context, colors, y) {
    const last = this.data.length
    context.fillStyle = colors.muted
    for (const [iteration, align] of [[0, 'left'], [Math.round(last / 2), 'center'], [last, 'right']]) {
      context.textAlign = align
      context.fillText(spaced(iteration), this.x(iteration), y + AXIS / 2 + 1)
    }
    context.strokeStyle = colors.text
    context.lineWidth = 1.5
    context.setLineDash([4, 3])
    context.beginPath()
    context.moveTo(this.x(this.shown), PAD - 3)
    context.lineTo(this.x(this.shown), y)
    context.stroke()
    context.setLineDash([])
  }

  name(layer) {
    return layerName(layer, this.data.widths.length - 1)
  }

  long(layer) {
    return this.name(layer).replace('output', 'output layer')
  }
}
