// The curves: one plotly chart that is updated in place, its toggles, the marker, and the curtain over what
// comes after it, which makes a replay grow.

import { toggles, write } from './words.js'
import { saves } from './save.js'
import { accuracyFigure, costFigure, digitsFigure, usefulRange } from './series.js'

const loaded = new Map()

// When what is there has been painted.
const painted = () => new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)) })

// Plotly from this server, loaded once.
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

const TITLES = { cost: 'Cost', accuracy: 'Accuracy', 'digits that agree': 'Digits that agree between a run and its twin' }

export class Curves {
  // `onPick` is called with the iteration clicked, `onSingles` when single runs are wanted or not.
  constructor(parent, { onPick, onSingles }) {
    this.node = document.createElement('section')
    this.node.className = 'il-curves'
    this.node.setAttribute('aria-label', 'Curves')
    const header = document.createElement('header')
    this.title = document.createElement('h2')
    header.append(this.title)
    this.choices = { show: 'cost', of: 'train', y: 'linear', x: 'linear', view: 'useful range', runs: 'medians' }
    this.shows = this.toggles(header, 'show', ['cost', 'accuracy', 'digits that agree'], 'show', false)
    this.of = this.toggles(header, 'of', ['train', 'train and test'], 'examples', false)
    this.single = this.toggles(header, 'runs', ['medians', 'single runs'], 'runs', false)
    const y = this.toggles(header, 'y', ['linear', 'log'], 'cost')
    this.toggles(header, 'x', ['linear', 'log'], 'iteration')
    this.ofCosts = [y, this.toggles(header, 'view', ['useful range', 'all'], 'view', false)]
    this.cut = document.createElement('p')
    this.cut.className = 'il-cut'
    this.plot = document.createElement('div')
    this.plot.className = 'il-plot'
    this.marker = document.createElement('div')
    this.marker.className = 'il-marker'
    this.marker.hidden = true
    this.curtain = document.createElement('div')
    this.curtain.className = 'il-curtain'
    this.curtain.hidden = true
    this.node.append(header, this.plot, this.cut)
    parent.append(this.node)
    this.onPick = onPick
    this.onSingles = onSingles
    this.busy = Promise.resolve()
    this.resized = new ResizeObserver(() => this.resize())
    this.resized.observe(this.plot)
  }

  // Plotly draws at the size it is told; a chart that is not in sight has none.
  resize() {
    if (!this.ready || !this.plot.clientHeight) return
    this.draw()
  }

  toggles(header, name, values, label = name, said = true) {
    return toggles(header, label, values, this.choices[name], (value) => {
      this.choices[name] = value
      if (name === 'runs') this.onSingles(value === 'single runs')
      this.draw()
    }, said)
  }

  update({ board, runs, bands }, assets) {
    const same = (now, before) => now.length === before?.length && now.every((one, at) => one === before[at])
    if (board === this.board && same(runs, this.runs) && same(bands, this.bands)) return
    this.board = board
    this.runs = runs
    this.bands = bands
    this.assets = assets
    this.many = board.seeds.length > 1
    this.offer(this.shows, [true, !this.many, Boolean(board.figures.digits)])
    this.of.hidden = this.many
    this.single.hidden = !this.many
    this.head()
    this.draw()
  }

  // Shows the toggles of a group that mean something here; none where only one does.
  offer(group, sensible) {
    const buttons = [...group.querySelectorAll('button')]
    buttons.forEach((button, at) => { button.hidden = !sensible[at] })
    group.hidden = sensible.filter(Boolean).length < 2
    if (buttons.some((button, at) => button.getAttribute('aria-pressed') === 'true' && !sensible[at])) buttons[0].click()
  }

  // One drawing at a time: plotly's calls are asynchronous and the newest figure is the one to show. The maps
  // of that moment are seen before it, as plotly takes a browser longer than all else.
  draw() {
    this.waiting = true
    this.busy = this.busy.then(async () => {
      if (!this.waiting || !this.board || this.gone) return
      await painted()
      this.waiting = false
      const Plotly = await load(this.assets.plotly)
      if (this.gone || !this.plot.clientHeight) return
      const { data, layout } = this.figure()
      await Plotly.react(this.plot, thickened(data, enlarged()), this.layout(layout, data), {
        displaylogo: false, responsive: false, scrollZoom: false,
        modeBarButtons: [['zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'resetScale2d', ...saves(Plotly)]],
      })
      if (!this.ready) {
        this.ready = true
        this.plot.append(this.curtain, this.marker)
        this.plot.on('plotly_relayout', () => this.place())
        this.plot.on('plotly_afterplot', () => this.place())
        this.plot.on('plotly_click', (event) => this.onPick(event.points[0].x))
        this.place()
      }
      this.node.dataset.drawn = Number(this.node.dataset.drawn ?? 0) + 1
    }).catch((error) => { write(this.cut, `The curves cannot be drawn: ${error.message}.`) })
  }

  // What is chosen to be shown, as far as there is such a thing here.
  get shown() {
    const { show } = this.choices
    if (show === 'accuracy' && !this.many) return show
    return show === 'digits that agree' && this.board.figures.digits ? show : 'cost'
  }

  // The title of what is shown, and the toggles that mean something for it.
  head() {
    const { shown } = this
    write(this.title, TITLES[shown])
    for (const group of this.ofCosts) group.hidden = shown !== 'cost'
  }

  // The figure to show, under its title.
  figure() {
    const { figures } = this.board, { shown } = this, test = this.choices.of === 'train and test' && !this.many
    this.head()
    if (shown === 'accuracy') return accuracyFigure(figures, this.runs, test)
    if (shown === 'cost') return costFigure(figures, this.runs, this.bands, test)
    return digitsFigure(figures, this.bands)
  }

  // Whether the legend takes one line; where it would take the chart's room, the cards' symbols and colours
  // and the hover text say which curve is whose.
  legendFits(data, scale) {
    const named = data.filter((trace) => trace.showlegend !== false)
    const letters = named.reduce((sum, trace) => sum + (trace.name?.length ?? 0) + 6, 0)
    return letters * 7 * scale < this.plot.clientWidth && this.plot.clientHeight > 150
  }

  layout({ meta, xaxis, yaxis, margin, legend, ...rest }, data) {
    const style = getComputedStyle(this.node)
    const text = style.getPropertyValue('--st-text-color'), grid = style.getPropertyValue('--st-border-color')
    const scale = enlarged(), ofCosts = this.shown === 'cost'
    const { x, show, of, runs } = this.choices
    const { y, view } = ofCosts ? this.choices : { y: 'linear', view: 'useful range' }
    const free = ofCosts && (view === 'all' || y === 'log')
    const useful = ofCosts ? usefulRange(this.board.figures, data, this.board.iterations) : { top: yaxis.range[1], cut: '' }
    write(this.cut, free ? '' : useful.cut)
    this.cut.title = this.cut.textContent
    const common = { gridcolor: grid, zeroline: false, color: text, linecolor: grid, automargin: false }
    const showlegend = this.legendFits(data, scale)
    const sides = { ...margin, t: showlegend ? margin.t : 10, b: 36 }
    const auto = { range: undefined, autorange: true }
    return {
      ...rest, legend, showlegend,
      width: this.plot.clientWidth, height: this.plot.clientHeight,
      margin: Object.fromEntries(Object.entries(sides).map(([side, width]) => [side, width * scale])),
      xaxis: { ...xaxis, ...common, title: { ...xaxis.title, standoff: 4 }, type: x, ...(x === 'log' ? auto : {}) },
      yaxis: { ...yaxis, ...common, type: y, ...(free ? auto : { range: [0, useful.top] }) },
      // Plotly keeps the reader's zoom as long as this stays the same.
      uirevision: [this.board.experiment, show, y, x, view, of, runs].join('|'),
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

  // Marks an iteration; while it is played the curves end there.
  mark(iteration, playing) {
    this.at = iteration
    this.playing = playing
    this.place()
  }

  place() {
    const axes = this.plot._fullLayout
    if (!this.ready || !axes?.xaxis || this.at === undefined) return
    const { xaxis, yaxis } = axes
    const x = xaxis.d2p(xaxis.type === 'log' ? Math.max(this.at, 1) : this.at)
    const inside = x >= 0 && x <= xaxis._length
    this.marker.hidden = !inside
    this.curtain.hidden = !this.playing || x > xaxis._length
    const left = xaxis._offset + Math.max(0, x)
    for (const node of [this.marker, this.curtain]) {
      node.style.left = `${left}px`
      node.style.top = `${yaxis._offset}px`
      node.style.height = `${yaxis._length}px`
    }
    this.curtain.style.width = `${Math.max(0, xaxis._offset + xaxis._length - left)}px`
  }

  remove() {
    this.gone = true
    this.resized.disconnect()
    if (this.ready) window.Plotly.purge(this.plot)
    this.node.remove()
  }
}
