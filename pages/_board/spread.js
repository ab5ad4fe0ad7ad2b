// How the weights and the activations of each layer are distributed at the iteration shown.

import { magnitude, percent } from './numbers.js'
import { element, layerName, toggles } from './words.js'
import { Part, surface } from './part.js'

const ROW = 78, TOP = 17, BARS = 38

const some = (share) => (share < 0.0005 ? '<0.1 %' : percent(share))

export class Spread extends Part {
  constructor(parent) {
    super(parent, 'spread', 'Distributions')
    this.scales = { own: 'each layer its own scale', common: 'one scale for all' }
    this.scale = 'own'
    toggles(this.head, 'Scale', Object.values(this.scales), this.scales.own, (label) => {
      this.scale = label === this.scales.own ? 'own' : 'common'
      this.draw(this.frame)
    }, false)
    const columns = element('div', 'il-columns', this.node)
    this.kinds = [['weights', 'weight'], ['outputs', 'activation']].map(([kind, size]) => {
      const column = element('div', '', columns)
      element('h4', '', column, kind === 'weights' ? 'weights' : 'activations')
      return { kind, size, canvas: this.canvas(column) }
    })
    element('p', 'il-small', this.node, 'Heights are square roots of shares, so that small shares show.')
    this.node.append(this.words)
  }

  update(data) {
    this.data = data
  }

  draw(frame) {
    if (!frame) return
    this.frame = frame
    this.say(frame.words.distributions)
    for (const column of this.kinds) this.column(column)
  }

  // A name under which the server sends what is drawn, of the scale that is chosen.
  values(kind, name) {
    return this.frame[`${kind}${this.scale === 'common' ? '_common' : ''}_${name}`]
  }

  column({ kind, size, canvas }) {
    const { rows, widths } = this.data, colors = this.colors
    const { context, width } = surface(canvas, rows.length * ROW, colors.font)
    const said = rows.map((layer, row) => {
      const name = layerName(layer, widths.length - 1)
      const notes = [`rms ${magnitude(this.frame[size][layer])}`, ...this.notes(kind, layer, row)]
      this.bars(context, colors, kind, row, width)
      context.textAlign = 'left'
      context.fillStyle = colors.text
      context.fillText(name, 0, row * ROW + TOP / 2)
      context.textAlign = 'right'
      context.fillStyle = colors.muted
      context.fillText(this.fitting(context, notes, width - context.measureText(name).width - 12), width, row * ROW + TOP / 2)
      return `${name} from ${magnitude(this.values(kind, 'low')[row])} to ${magnitude(this.values(kind, 'high')[row])}, ${notes.join(', ')}`
    })
    canvas.setAttribute('aria-label', `Distribution of ${kind === 'weights' ? 'weights' : 'activations'}: ${said.join('; ')}.`)
  }

  // What a histogram cannot show: units that are of no use, and numbers that no bin holds.
  notes(kind, layer, row) {
    const { frame } = this, notes = []
    if (kind === 'outputs' && layer < frame.dead.length) {
      if (frame.dead[layer]) notes.push(`${frame.dead[layer]} dead`)
      if (frame.saturated[layer]) notes.push(`${frame.saturated[layer]} saturated`)
    }
    const outside = this.values(kind, 'outside')[row], lost = this.values(kind, 'lost')[row]
    if (outside) notes.push(`${some(outside)} outside`)
    if (lost) notes.push(`${some(lost)} not finite`)
    return notes
  }

  // As many of the notes as there is room for, the last ones first: they are the rarer.
  fitting(context, notes, room) {
    for (let from = 0; from < notes.length; from++) {
      const text = notes.slice(from).join(' · ')
      if (context.measureText(text).width <= room) return text
    }
    return ''
  }

  bars(context, colors, kind, row, width) {
    const shares = this.values(kind, 'shares'), bins = shares.length / this.data.rows.length
    const own = shares.subarray(row * bins, (row + 1) * bins), top = row * ROW + TOP
    const tallest = Math.sqrt(Math.max(...own)) || 1, step = width / bins
    context.fillStyle = colors.own
    own.forEach((share, bin) => {
      if (!share) return
      const height = Math.max(1, BARS * Math.sqrt(share) / tallest)
      context.fillRect(bin * step + 0.5, top + BARS - height, Math.max(1, step - 1), height)
    })
    context.fillStyle = colors.muted
    context.fillRect(0, top + BARS, width, 1)
    const low = this.values(kind, 'low')[row], high = this.values(kind, 'high')[row]
    const ends = [[low, 0, 'left'], [(low + high) / 2, width / 2, 'center'], [high, width, 'right']]
    for (const [value, x, align] of ends) {
      context.textAlign = align
      context.fillText(magnitude(value), x, top + BARS + 9)
    }
  }
}
