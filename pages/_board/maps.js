// Cards with decision-boundary maps. A map is a square of bytes, 0 for probability 0 and 254 for 1; the
// small canvas is scaled up by the browser, and the points lie on a canvas of their own above it. With
// more than two classes a byte is 16 times the class plus 0 to 15 for how sure the network is of it.

const { search } = new URL(import.meta.url)
const [{ figure, percent, spaced }, { element }] = await Promise.all([import(`./numbers.js${search}`), import(`./words.js${search}`)])

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
const double = (share) => Number(share?.toPrecision(7))

// Milliseconds for which a card that somebody was pointed to is marked.
const POINTED = 2500

export class Card {
  constructor(parent, palette) {
    this.palette = palette
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
    const fix = element('p', 'il-fix', this.node)
    this.fix = element('span', '', fix)
    this.tryIt = element('button', 'il-ask il-try', fix, 'Try this fix')
    this.tryIt.type = 'button'
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
    this.symbol.textContent = this.palette.sign(place)
    this.title.textContent = this.title.title = run.label
    this.formula.textContent = this.formula.title = run.formula
    this.tag.textContent = run.tag
    this.tag.hidden = !run.tag
    this.verdict.dataset.tone = run.tone
    this.verdict.textContent = `${this.palette.icons[run.tone]} ${run.verdict}`
    this.evidence.textContent = run.evidence + (run.also ? `; also: ${run.also}` : '')
    this.fix.textContent = run.fix
    this.tryIt.hidden = !run.tries
    const beside = run.beside !== null
    this.tryIt.textContent = beside ? 'See it beside' : 'Try this fix'
    this.tryIt.title = beside ? `Stands in this comparison: ${run.tries}` : `Trains it with: ${run.tries}`
    this.tryIt.setAttribute('aria-label', `${this.tryIt.textContent}, the fix for ${run.label}: ${run.tries}`)
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
    const colors = this.palette.ofMap(this.data.classes.length)
    for (let i = 0; i < pixels.length; i++) pixels[i] = colors[bytes[i]]
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
      const { mark, color } = this.palette.look(this.data.classes.length, labels[i])
      const px = ((x[i] - left) / (right - left)) * this.points.width
      const py = ((top - y[i]) / (top - bottom)) * this.points.height
      trace(context, mark, px, py, size)
      context.fillStyle = color
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
