// Cards with decision-boundary maps. A map is a square of bytes, 0 for probability 0 and 254 for 1; the
// small canvas is scaled up by the browser, and the points lie on a canvas of their own above it. With
// more than two classes a byte is 16 times the class plus 0 to 15 for how sure the network is of it.

const { search } = new URL(import.meta.url)
const [{ figure, percent, spaced }, { element }] = await Promise.all([import(`./numbers.js${search}`), import(`./words.js${search}`)])

const RED = [221, 122, 106], PAPER = [247, 246, 242], BLUE = [93, 142, 203]
const POINT = ['#d2432f', '#2563b8']
export const SYMBOLS = ['●', '■', '▲', '◆', '✚', '★', '⬟', '⬢']
const ICONS = { bad: '✕', warn: '▲', good: '✓', info: '●' }

const PALETTE = new Uint32Array(256)
for (let value = 0; value < 256; value++) {
  const p = Math.min(value, 254) / 254
  const [from, to, t] = p < 0.5 ? [RED, PAPER, p * 2] : [PAPER, BLUE, p * 2 - 1]
  const [r, g, b] = from.map((c, i) => Math.round(c + (to[i] - c) * t))
  PALETTE[value] = (255 << 24) | (b << 16) | (g << 8) | r
}

// Ten colours apart in lightness as well as in hue; each class also has a shape of its own.
export const CLASS_COLORS = [
  [31, 119, 180], [214, 95, 14], [44, 140, 80], [190, 50, 120], [120, 94, 60],
  [96, 80, 190], [20, 158, 170], [176, 150, 20], [200, 60, 50], [90, 90, 100],
]
const SHAPES = ['circle', 'diamond', 'triangle', 'square', 'cross', 'star', 'pentagon', 'hexagon', 'down', 'plus']
export const SHAPE_SIGNS = ['●', '◆', '▲', '■', '✖', '★', '⬟', '⬢', '▼', '✚']

const CLASS_PALETTE = new Uint32Array(256)
CLASS_COLORS.forEach((color, number) => {
  for (let level = 0; level < 16; level++) {
    const [r, g, b] = PAPER.map((c, i) => Math.round(c + (color[i] - c) * (0.12 + 0.63 * level / 15)))
    CLASS_PALETTE[16 * number + level] = (255 << 24) | (b << 16) | (g << 8) | r
  }
})

// Corners of a class's shape about (x, y): regular polygons and stars, turned so that they stand well.
function trace(context, shape, x, y, size) {
  const polygon = (corners, turn, inner = 1) => {
    const steps = inner === 1 ? corners : 2 * corners
    for (let i = 0; i < steps; i++) {
      const angle = turn + (2 * Math.PI * i) / steps, reach = size * 1.25 * (i % 2 ? inner : 1)
      context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle))
    }
    context.closePath()
  }
  context.beginPath()
  if (shape === 'circle') context.arc(x, y, size, 0, 2 * Math.PI)
  else if (shape === 'diamond') polygon(4, 0)
  else if (shape === 'triangle') polygon(3, -Math.PI / 2)
  else if (shape === 'square') polygon(4, Math.PI / 4)
  else if (shape === 'cross') polygon(4, Math.PI / 4, 0.4)
  else if (shape === 'star') polygon(5, -Math.PI / 2, 0.45)
  else if (shape === 'pentagon') polygon(5, -Math.PI / 2)
  else if (shape === 'hexagon') polygon(6, 0)
  else if (shape === 'down') polygon(3, Math.PI / 2)
  else polygon(4, 0, 0.4)
}

// A share that was sent in single precision, so that a tie is rounded as the server rounds it.
const double = (share) => Number(share?.toPrecision(7))

export class Card {
  constructor(parent) {
    this.node = element('article', 'il-card', parent)
    const head = element('div', 'il-head', this.node)
    this.symbol = element('span', 'il-symbol', head)
    this.symbol.setAttribute('aria-hidden', 'true')
    this.title = element('h2', '', head)
    this.why = element('button', 'il-ask', head, 'Why?')
    this.why.type = 'button'
    this.formula = element('p', 'il-formula', this.node)
    const box = element('div', 'il-map', this.node)
    this.map = element('canvas', 'il-canvas', box)
    this.map.setAttribute('role', 'img')
    this.points = element('canvas', 'il-points', box)
    this.points.setAttribute('aria-hidden', 'true')
    this.tag = element('span', 'il-tag', box)
    this.verdict = element('p', 'il-verdict', this.node)
    this.evidence = element('p', 'il-evidence', this.node)
    this.fix = element('p', 'il-fix', this.node)
    const figures = element('dl', 'il-figures', this.node)
    this.figures = ['train', 'test', 'cost'].map((name) => {
      const pair = element('div', '', figures)
      element('dt', '', pair).textContent = name
      return element('dd', '', pair)
    })
    this.resized = new ResizeObserver(() => this.drawPoints())
    this.resized.observe(box)
  }

  describe(run, place) {
    this.node.style.setProperty('--il-color', run.color)
    this.node.dataset.run = run.label
    this.why.setAttribute('aria-label', `Why? The evidence on ${run.label}`)
    this.symbol.textContent = SYMBOLS[place % SYMBOLS.length]
    this.title.textContent = this.title.title = run.label
    this.formula.textContent = this.formula.title = run.formula
    this.tag.textContent = run.tag
    this.tag.hidden = !run.tag
    this.verdict.dataset.tone = run.tone
    this.verdict.textContent = `${ICONS[run.tone]} ${run.verdict}`
    this.evidence.textContent = run.evidence + (run.also ? `; also: ${run.also}` : '')
    this.fix.textContent = run.fix
  }

  show(values) {
    const cost = values.diverged ? 'diverged' : figure(values.cost)
    const texts = [percent(double(values.train)), percent(double(values.test)), cost]
    this.figures.forEach((node, i) => { node.textContent = texts[i] })
    this.map.setAttribute('aria-label',
      `Decision boundary of ${this.title.textContent} at iteration ${spaced(values.iteration)}: train accuracy ${texts[0]}, cost ${texts[2]}`)
  }

  draw(bytes, cells) {
    if (this.map.width !== cells) this.map.width = this.map.height = cells
    const context = this.map.getContext('2d')
    const image = context.createImageData(cells, cells)
    const pixels = new Uint32Array(image.data.buffer)
    const palette = this.data.classes.length > 2 ? CLASS_PALETTE : PALETTE
    for (let i = 0; i < pixels.length; i++) pixels[i] = palette[bytes[i]]
    context.putImageData(image, 0, 0)
  }

  setPoints(points) {
    if (this.data?.id === points.id) return
    this.data = points
    this.drawPoints()
  }

  drawPoints() {
    const { width, height } = this.points.getBoundingClientRect()
    if (!this.data || !width) return
    const scale = window.devicePixelRatio || 1
    this.points.width = width * scale
    this.points.height = height * scale
    const context = this.points.getContext('2d')
    const { x, y, labels, extent: [left, right, bottom, top] } = this.data
    const size = Math.max(2.2, width / 110) * scale
    context.lineWidth = 0.8 * scale
    context.strokeStyle = '#fff'
    for (let i = 0; i < x.length; i++) {
      const px = ((x[i] - left) / (right - left)) * this.points.width
      const py = ((top - y[i]) / (top - bottom)) * this.points.height
      const two = this.data.classes.length === 2
      trace(context, two ? SHAPES[1 - labels[i]] : SHAPES[labels[i]], px, py, size)
      context.fillStyle = two ? POINT[labels[i]] : `rgb(${CLASS_COLORS[labels[i]].join()})`
      context.fill()
      context.stroke()
    }
  }

  remove() {
    this.resized.disconnect()
    this.node.remove()
  }
}
