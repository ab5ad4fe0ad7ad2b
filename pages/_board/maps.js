// Cards with decision-boundary maps. A map is a square of bytes, 0 for probability 0 and 254 for 1; the
// small canvas is scaled up by the browser, and the points lie on a canvas of their own above it. With
// more than two classes a byte is 16 times the class plus 0 to 15 for how sure the network is of it.

import { figure, percent, spaced } from './numbers.js'
import { element, write } from './words.js'

// A class's shape about (x, y): a disc, or a regular polygon or star, turned so that it stands well.
function trace(context, { corners, turn, inner }, x, y, size) {
  context.beginPath()
  if (!corners) {
    context.arc(x, y, size, 0, 2 * Math.PI)
    return
  }
  const steps = inner === 1 ? corners : 2 * corners
  for (let i = 0; i < steps; i++) {
    const angle = Math.PI * turn / 180 + (2 * Math.PI * i) / steps, reach = size * 1.25 * (i % 2 ? inner : 1)
    context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle))
  }
  context.closePath()
}

// A share that was sent in single precision, so that a tie is rounded as the server rounds it.
export const double = (share) => Number(share?.toPrecision(7))

// Milliseconds for which a card that somebody was pointed to is marked.
const POINTED = 2500

export class Card {
  // `acts` are what the card asks for: its words to be opened, and what the pointer does on its map.
  constructor(parent, palette, acts) {
    this.palette = palette
    this.node = element('article', 'il-card', parent)
    const head = element('div', 'il-head', this.node)
    this.symbol = element('span', 'il-symbol', head)
    this.symbol.setAttribute('aria-hidden', 'true')
    this.title = element('h2', '', head)
    this.formula = element('p', 'il-formula', head)
    this.why = element('button', 'il-ask il-open-why', head, 'Why?')
    this.why.type = 'button'
    const body = element('div', 'il-look', this.node)
    const box = this.box = element('div', 'il-map', body)
    this.map = element('canvas', 'il-canvas', box)
    this.map.setAttribute('role', 'img')
    this.points = element('canvas', 'il-points', box)
    this.points.setAttribute('aria-hidden', 'true')
    this.pins = element('div', 'il-pins', box)
    this.tag = element('span', 'il-tag', box)
    const figures = element('dl', 'il-figures', body)
    this.figures = ['train', 'test', 'cost'].map((name) => {
      const pair = element('div', '', figures)
      element('dt', '', pair).textContent = name
      return element('dd', '', pair)
    })
    this.verdict = element('button', 'il-verdict', this.node)
    this.verdict.type = 'button'
    this.plain = element('p', 'il-plain', this.node)
    this.verdict.onclick = () => acts.open()
    box.onpointermove = (event) => acts.hover(this.under(event))
    box.onpointerleave = () => acts.hover(null)
    box.onclick = (event) => acts.pin(this.under(event))
    this.resized = new ResizeObserver(() => this.drawPoints())
    this.resized.observe(box)
  }

  describe(run, place) {
    this.node.style.setProperty('--il-color', run.color)
    this.node.dataset.run = run.label
    this.why.setAttribute('aria-label', `Why? The evidence on ${run.label}`)
    write(this.symbol, this.palette.sign(place))
    write(this.title, run.label)
    this.title.title = run.label
    write(this.formula, run.formula)
    this.formula.title = run.formula
  }

  // What is said at the iteration shown; nothing where that is not known yet.
  say(told) {
    this.verdict.dataset.tone = told?.tone ?? 'info'
    write(this.verdict, told ? `${this.palette.icons[told.tone]} ${told.verdict}` : '…')
    write(this.plain, told?.plain ?? '')
  }

  // The numbers at an iteration; where the run is not at the one that is shown, its map says so.
  show(values, shown) {
    const elsewhere = values.diverged ? 'diverged' : values.iteration !== shown ? `iteration ${spaced(values.iteration)}` : ''
    write(this.tag, elsewhere)
    this.tag.hidden = !elsewhere
    const cost = values.diverged ? 'diverged' : figure(values.cost)
    const texts = [percent(double(values.train)), percent(double(values.test)), cost]
    this.figures.forEach((node, i) => write(node, texts[i]))
    this.map.setAttribute('aria-label',
      `Decision boundary of ${this.title.textContent} at iteration ${spaced(values.iteration)}: train accuracy ${texts[0]}, cost ${texts[2]}`)
  }

  // The point of the plane under the pointer, with where that is on the map.
  under({ clientX, clientY }) {
    const { left, top, width, height } = this.box.getBoundingClientRect()
    if (!this.data || !width) return null
    const [west, east, south, north] = this.data.extent
    const across = (clientX - left) / width, down = (clientY - top) / height
    return { x: west + across * (east - west), y: north - down * (north - south), across, down, clientX, clientY }
  }

  // Numbered rings where the reader has put points.
  pin(points) {
    const [west, east, south, north] = this.data.extent
    this.pins.replaceChildren(...points.map(({ x, y }, at) => {
      const ring = element('span', 'il-pin', undefined, String(at + 1))
      ring.style.left = `${100 * (x - west) / (east - west)}%`
      ring.style.top = `${100 * (north - y) / (north - south)}%`
      return ring
    }))
  }

  // Draws a map; `sharp` shows the answers alone, not how sure they are.
  draw(bytes, cells, sharp) {
    if (!bytes || (this.drawn === bytes && this.sharp === sharp)) return
    this.drawn = bytes
    this.sharp = sharp
    if (this.map.width !== cells) this.map.width = this.map.height = cells
    const context = this.map.getContext('2d')
    const image = context.createImageData(cells, cells)
    const pixels = new Uint32Array(image.data.buffer)
    const colors = this.palette.ofMap(this.data.classes.length, sharp)
    for (let i = 0; i < pixels.length; i++) pixels[i] = colors[bytes[i]]
    context.putImageData(image, 0, 0)
  }

  // The examples to draw, with the test examples or without.
  setPoints(points, withTest) {
    if (this.data?.id === points.id && this.withTest === withTest) return
    this.data = points
    this.withTest = withTest
    this.drawn = null
    this.drawPoints()
  }

  drawPoints() {
    const { width, height } = this.points.getBoundingClientRect()
    if (!this.data || !width) return
    const scale = window.devicePixelRatio || 1
    this.points.width = Math.round(width * scale)
    this.points.height = Math.round(height * scale)
    const context = this.points.getContext('2d')
    const { x, y, labels, train, extent: [left, right, bottom, top] } = this.data
    const size = Math.max(1.3, width / 110) * scale
    for (let i = 0; i < (this.withTest ? x.length : train); i++) {
      const { mark, color } = this.palette.look(this.data.classes.length, labels[i])
      const px = ((x[i] - left) / (right - left)) * this.points.width
      const py = ((top - y[i]) / (top - bottom)) * this.points.height
      trace(context, mark, px, py, size)
      context.lineWidth = (i < train ? 0.8 : 1.2) * scale * Math.min(1, width / 160)
      context.fillStyle = i < train ? color : '#fff'
      context.strokeStyle = i < train ? '#fff' : color
      context.fill()
      context.stroke()
    }
  }

  // Brings the card into view and marks it for a moment.
  point() {
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    this.node.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: calm ? 'auto' : 'smooth' })
    this.node.tabIndex = -1
    this.node.focus({ preventScroll: true })
    this.node.classList.add('il-pointed')
    clearTimeout(this.pointed)
    this.pointed = setTimeout(() => this.node.classList.remove('il-pointed'), POINTED)
  }

  remove() {
    clearTimeout(this.pointed)
    this.resized.disconnect()
    this.node.remove()
  }
}
