// The network: a button a unit with the unit's own little map on it, a line a weight.

import { element } from './words.js'
import { FONT, Part, surface } from './part.js'
import { Lens, paintMap } from './lens.js'

const GAP = 6, TOP = 20, LARGEST = 44, SMALLEST = 22, TALL = 440

export class Network extends Part {
  constructor(parent, palette) {
    super(parent, 'network', 'Network')
    this.palette = palette
    this.legend()
    const body = element('div', 'il-body', this.node)
    this.stage = element('div', 'il-stage', body)
    this.lines = this.canvas(this.stage)
    this.lens = new Lens(body, palette)
    this.node.append(this.words)
    this.left = element('p', 'il-small', this.node)
    this.units = []
    this.stage.addEventListener('keydown', (event) => this.key(event))
  }

  legend() {
    const line = element('p', 'il-small il-lines', this.node), { positive, negative } = this.palette
    for (const [color, dash, text] of [[positive, '', 'positive'], [negative, '4 3', 'negative']]) {
      const item = element('span', '', line)
      item.innerHTML = '<svg width="26" height="8" aria-hidden="true"><path d="M0 4H26" stroke-width="2.5"/></svg>'
      item.firstChild.style.stroke = color
      item.firstChild.style.strokeDasharray = dash
      item.append(`${text} weight or output`)
    }
    element('span', '', line, 'thicker: larger')
    element('span', '', line, '↑ ↓ choose a unit')
  }

  update(data) {
    const made = `${data.drawn}|${data.inputs}|${data.outputs}`
    if (made !== this.made) this.make(data)
    this.made = made
    this.data = data
    this.left.textContent = data.note
    this.left.hidden = !data.note
  }

  // The buttons, one a unit that is drawn, and the names of the inputs.
  make(data) {
    const { drawn, inputs, widths, outputs } = data
    this.stage.querySelectorAll('.il-unit, .il-input').forEach((node) => node.remove())
    this.names = inputs.map((name) => element('span', 'il-input', this.stage, name))
    this.units = drawn.slice(1).flatMap((count, at) => Array.from({ length: count }, (_, unit) => {
      const last = at + 1 === widths.length - 1
      const node = element('button', 'il-unit', this.stage)
      node.type = 'button'
      node.tabIndex = -1
      const map = element('canvas', '', node), badge = element('span', 'il-badge', node)
      const title = last ? (outputs[unit] ? `Output ${outputs[unit]}` : 'Output') : `Layer ${at + 1}, unit ${unit + 1}`
      const one = { node, map, badge, title, layer: at + 1, unit, last }
      node.onpointerenter = node.onfocus = node.onclick = () => this.choose(this.units.indexOf(one))
      return one
    }))
    this.chosen = 0
    this.units[0].node.tabIndex = 0
  }

  key(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (!step) return
    event.preventDefault()
    this.units[Math.min(this.units.length - 1, Math.max(0, this.chosen + step))].node.focus()
  }

  choose(place) {
    this.units[this.chosen].node.tabIndex = -1
    this.chosen = place
    this.units[place].node.tabIndex = 0
    this.draw(this.frame)
  }

  draw(frame) {
    if (!frame) return
    this.frame = frame
    this.say(frame.words.network)
    this.arrange()
    this.drawLines()
    const cells = frame.maps.length / this.units.length, side = Math.sqrt(cells)
    this.units.forEach((one, place) => {
      paintMap(one.map, frame.maps.subarray(place * cells, (place + 1) * cells), side, this.palette.ofUnits)
      const alike = frame.alike[place], twin = alike !== one.unit && !one.last
      one.node.dataset.state = this.palette.states[frame.state[place]]
      one.node.classList.toggle('il-chosen', place === this.chosen)
      one.badge.textContent = twin ? `=${alike + 1}` : ''
      one.node.setAttribute('aria-label', this.lens.summary(one, frame, place))
    })
    this.lens.show(this.units[this.chosen], frame, this.chosen, side)
  }

  // Where every unit stands: a column a layer, each in the middle.
  arrange() {
    const { drawn } = this.data, width = this.stage.clientWidth
    const layout = `${this.made}|${width}`
    if (layout === this.layout) return
    this.layout = layout
    const most = Math.max(...drawn), columns = drawn.length
    const room = Math.min(width / columns * 0.62, TALL / most - GAP)
    this.size = Math.floor(Math.min(LARGEST, Math.max(Math.min(SMALLEST, width / columns - 4), room)))
    this.height = TOP + most * (this.size + GAP)
    this.stage.style.height = `${this.height}px`
    // The names of the inputs take the room they need, within limits.
    this.names.forEach((node) => { node.style.width = 'auto' })
    const named = Math.min(width * 0.2, Math.max(...this.names.map((node) => node.offsetWidth)) + 2)
    const first = named - this.size / 2, last = width - this.size / 2 - 4
    const pitch = (count) => Math.min(2 * (this.size + GAP), (this.height - TOP) / count)
    this.spots = drawn.map((count, column) => Array.from({ length: count }, (_, at) => ({
      x: first + (last - first) * column / (columns - 1),
      y: TOP + (this.height - TOP) / 2 + (at - (count - 1) / 2) * pitch(count),
    })))
    this.names.forEach((node, at) => {
      node.style.width = `${named}px`
      node.style.top = `calc(${this.spots[0][at].y}px - 0.6rem)`
    })
    for (const { node, layer, unit } of this.units) this.put(node, this.spots[layer][unit])
  }

  put(node, { x, y }) {
    node.style.left = `${x - this.size / 2}px`
    node.style.top = `${y - this.size / 2}px`
    node.style.width = node.style.height = `${this.size}px`
  }

  drawLines() {
    const { drawn, widths } = this.data, { edges } = this.frame, colors = this.colors
    const { context, width } = surface(this.lines, this.height, colors.font)
    const chosen = this.units[this.chosen]
    const largest = edges.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1
    let at = 0
    for (let layer = 1; layer < drawn.length; layer++) {
      for (let to = 0; to < drawn[layer]; to++) {
        for (let from = 0; from < drawn[layer - 1]; from++) {
          const touches = (layer === chosen.layer && to === chosen.unit) || (layer === chosen.layer + 1 && from === chosen.unit)
          this.line(context, this.spots[layer - 1][from], this.spots[layer][to], edges[at++] / largest, touches)
        }
      }
    }
    context.globalAlpha = 1
    context.setLineDash([])
    context.fillStyle = colors.muted
    drawn.forEach((count, layer) => {
      const name = layer === 0 ? 'inputs' : layer === widths.length - 1 ? 'output' : String(layer)
      const room = context.measureText(name).width / 2 + 2
      context.textAlign = 'center'
      context.fillText(name, Math.min(width - room, Math.max(room, this.spots[layer][0].x)), FONT / 2 + 1)
    })
    this.lines.setAttribute('aria-label', `Network of ${widths.join('-')} units with its weights as lines. ${this.frame.words.network}`)
  }

  line(context, from, to, share, touches) {
    const size = Math.abs(share)
    if (size < 0.01) return
    context.globalAlpha = Math.min(1, (touches ? 0.6 : 0.3) + 0.6 * size)
    context.strokeStyle = share > 0 ? this.palette.positive : this.palette.negative
    context.setLineDash(share > 0 ? [] : [5, 3])
    context.lineWidth = 0.5 + 3.5 * size + (touches ? 0.8 : 0)
    context.beginPath()
    context.moveTo(from.x + this.size / 2, from.y)
    context.lineTo(to.x - this.size / 2, to.y)
    context.stroke()
  }
}
