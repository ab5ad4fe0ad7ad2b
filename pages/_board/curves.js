// The cost curves: one plotly chart that is updated in place, its axis toggles, and the marker.

const { toggles } = await import(`./words.js${new URL(import.meta.url).search}`)
const { saves } = await import(`./save.js${new URL(import.meta.url).search}`)

const loaded = new Map()

function load(url) {
  if (!loaded.has(url)) {
    loaded.set(url, new Promise((resolve, reject) => {
      const script = document.createElement('script')
      script.src = url
      script.onload = () => resolve(window.Plotly)
      script.onerror = () => { loaded.delete(url); reject(new Error('the chart library could not be loaded')) }
      document.head.append(script)
    }))
  }
  return loaded.get(url)
}

// How much larger than usual the page's type is: in presenter mode the chart's grows with it.
const enlarged = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 15

// A figure's traces with lines and points of that size.
const thickened = (traces, scale) => traces.map(({ line, marker, ...rest }) => ({
  ...rest,
  ...(line && { line: { ...line, width: (line.width ?? 2) * scale } }),
  ...(marker && { marker: { ...marker, size: (marker.size ?? 6) * scale } }),
}))

export class Curves {
  constructor(parent, onPick) {
    this.node = document.createElement('section')
    this.node.className = 'il-curves'
    this.node.setAttribute('aria-label', 'Cost curves')
    const header = document.createElement('header')
    this.title = document.createElement('h2')
    header.append(this.title)
    this.choices = { show: 'cost', y: 'linear', x: 'linear', view: 'useful range' }
    this.shows = this.toggles(header, 'show', ['cost', 'digits that agree'])
    const y = this.toggles(header, 'y', ['linear', 'log'], 'cost')
    this.toggles(header, 'x', ['linear', 'log'], 'iteration')
    this.ofCosts = [y, this.toggles(header, 'view', ['useful range', 'all'])]
    this.cut = document.createElement('p')
    this.cut.className = 'il-cut'
    this.plot = document.createElement('div')
    this.plot.className = 'il-plot'
    this.marker = document.createElement('div')
    this.marker.className = 'il-marker'
    this.marker.hidden = true
    this.node.append(header, this.cut, this.plot)
    parent.append(this.node)
    this.onPick = onPick
    this.busy = Promise.resolve()
    this.resized = new ResizeObserver(() => { if (this.ready) { window.Plotly.Plots.resize(this.plot) } })
    this.resized.observe(this.plot)
  }

  toggles(header, name, values, label = name) {
    return toggles(header, label, values, this.choices[name], (value) => {
      this.choices[name] = value
      this.draw()
    })
  }

  update(figures, experiment, assets) {
    this.figures = figures
    this.shows.hidden = !figures.digits
    this.experiment = experiment
    this.assets = assets
    this.draw()
  }

  // One drawing at a time: plotly's calls are asynchronous and the newest figure is the one to show.
  draw() {
    this.waiting = true
    this.busy = this.busy.then(async () => {
      if (!this.waiting || !this.figures || this.gone) return
      this.waiting = false
      const Plotly = await load(this.assets.plotly)
      if (this.gone) return
      await Plotly.react(this.plot, thickened(this.figure.data, enlarged()), this.layout(), {
        displaylogo: false, responsive: false, scrollZoom: false,
        modeBarButtons: [['zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'resetScale2d', ...saves(Plotly)]],
      })
      if (!this.ready) {
        this.ready = true
        this.plot.append(this.marker)
        this.plot.on('plotly_relayout', () => this.mark(this.at))
        this.plot.on('plotly_afterplot', () => this.mark(this.at))
        this.plot.on('plotly_click', (event) => this.onPick(event.points[0].x))
      }
    }).catch((error) => { this.cut.textContent = `The curves cannot be drawn: ${error.message}.` })
  }

  // The digits to show, if they are chosen and there are twins to compare with.
  get digits() {
    return this.choices.show !== 'cost' && this.figures.digits
  }

  // The figure to show, under its title, with the toggles that mean something for it.
  get figure() {
    this.title.textContent = this.digits ? 'Digits that agree between a run and its twin' : 'Cost'
    for (const toggles of this.ofCosts) toggles.hidden = Boolean(this.digits)
    return this.digits || this.figures.cost
  }

  // Whether the legend takes two lines at most; where it would take the chart's room, the cards' symbols
  // and colours and the hover text say which curve is whose.
  legendFits(scale) {
    const named = this.figure.data.filter((trace) => trace.showlegend !== false)
    const letters = named.reduce((sum, trace) => sum + (trace.name?.length ?? 0) + 6, 0)
    return letters * 7 * scale < 2 * this.plot.clientWidth
  }

  layout() {
    const style = getComputedStyle(this.node)
    const text = style.getPropertyValue('--st-text-color'), grid = style.getPropertyValue('--st-border-color')
    const { meta, xaxis, yaxis, margin, ...rest } = this.figure.layout
    const scale = enlarged()
    const { x, show } = this.choices
    const { y, view } = this.digits ? { y: 'linear', view: 'useful range' } : this.choices
    const all = view === 'all'
    this.cut.textContent = all || y === 'log' ? '' : meta.cut
    const common = { gridcolor: grid, zeroline: false, color: text, linecolor: grid, automargin: false }
    return {
      ...rest,
      showlegend: this.legendFits(scale),
      margin: Object.fromEntries(Object.entries(margin).map(([side, width]) => [side, width * scale])),
      xaxis: { ...xaxis, ...common, type: x, ...(x === 'log' ? { range: undefined, autorange: true } : {}) },
      yaxis: { ...yaxis, ...common, type: y, ...(all || y === 'log' ? { range: undefined, autorange: true } : {}) },
      // Plotly keeps the reader's zoom as long as this stays the same.
      uirevision: [this.experiment, show, y, x, view].join('|'),
      font: { family: style.fontFamily, size: 12 * scale, color: text },
      paper_bgcolor: 'rgba(0,0,0,0)',
      plot_bgcolor: 'rgba(0,0,0,0)',
      // A finger that swipes over the chart means the page.
      dragmode: window.matchMedia('(pointer: coarse)').matches ? false : 'zoom',
      hoverlabel: {
        bgcolor: style.getPropertyValue('--st-background-color'), bordercolor: grid, font: { color: text },
      },
      modebar: { bgcolor: 'rgba(0,0,0,0)', color: grid, activecolor: text },
    }
  }

  mark(iteration) {
    this.at = iteration
    const axes = this.plot._fullLayout
    if (!this.ready || !axes || iteration === undefined) return
    const { xaxis, yaxis } = axes
    const at = xaxis.type === 'log' ? Math.max(iteration, 1) : iteration
    const x = xaxis.d2p(at)
    this.marker.hidden = !(x >= 0 && x <= xaxis._length)
    this.marker.style.left = `${xaxis._offset + x}px`
    this.marker.style.top = `${yaxis._offset}px`
    this.marker.style.height = `${yaxis._length}px`
  }

  remove() {
    this.gone = true
    this.resized.disconnect()
    if (this.ready) window.Plotly.purge(this.plot)
    this.node.remove()
  }
}
