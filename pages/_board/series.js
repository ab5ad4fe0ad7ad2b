// The curves' points: figures as the server sends them, filled in with what has grown of each run.

import { figure } from './numbers.js'

const VIEWS = {
  cost: { title: 'Cost', axis: 'cost (nats)' },
  accuracy: { title: 'Accuracy', axis: 'accuracy' },
}

// At most so many of an array's places, the first and the last among them.
function places(values, most) {
  const finite = []
  values.forEach((value, at) => { if (Number.isFinite(value)) finite.push(at) })
  if (finite.length <= most) return finite
  return Array.from({ length: most }, (_, i) => finite[Math.round(i * (finite.length - 1) / (most - 1))])
}

const at = (array, where) => where.map((i) => array[i])

// A trace with its points, without those that are not finite.
function filled(trace, x, y, most) {
  const where = places(y, most)
  return { ...trace, x: at(x, where), y: at(y, where) }
}

// The same run on test examples: thinner, and without a name of its own.
const onTest = (trace) => ({
  ...trace, name: `${trace.name}, test`, showlegend: false, mode: 'lines',
  line: { ...trace.line, width: 1.3, dash: 'dot' },
})

// The area between two quartiles; where the upper one is infinite it ends at the highest that is not.
function area(trace, { iterations, low, high }, most) {
  const where = places(low, most)
  const top = Math.max(...at(high, where).filter(Number.isFinite), 0)
  const upper = where.map((i) => (Number.isFinite(high[i]) ? high[i] : Math.max(low[i], top)))
  return { ...trace, x: [...at(iterations, where), ...at(iterations, where).reverse()], y: [...upper, ...at(low, where).reverse()] }
}

// The cost figure of one seed or of many; `test` adds what it is on test examples.
export function costFigure({ cost, points }, runs, bands, test) {
  const count = runs.length
  const main = cost.data.slice(0, count)
  if (cost.data.length === count) {
    const data = main.map((trace, i) => filled(trace, runs[i].iterations, runs[i].costs, points))
    const more = test ? main.map((trace, i) => filled(onTest(trace), runs[i].kept, runs[i].testCosts, points)) : []
    return { data: [...data, ...more], layout: cost.layout }
  }
  const there = bands.map((band, i) => ({ band, i })).filter(({ band }) => band)
  return {
    data: [
      ...there.map(({ band, i }) => filled(main[i], band.iterations, band.middle, points)),
      ...there.map(({ band, i }) => area(cost.data[count + i], band, points)),
      ...there.flatMap(({ band, i }) => band.singles.map((single) => filled(cost.data[2 * count + i], band.iterations, single, points))),
    ],
    layout: cost.layout,
  }
}

export function accuracyFigure({ cost, points }, runs, test) {
  const main = cost.data.slice(0, runs.length).map((trace) => ({ ...trace, hovertemplate: '%{y:.1%}' }))
  const data = main.map((trace, i) => filled(trace, runs[i].kept, runs[i].train, points))
  const more = test ? main.map((trace, i) => filled(onTest(trace), runs[i].kept, runs[i].test, points)) : []
  const yaxis = { ...cost.layout.yaxis, range: [0, 1.02], tickformat: '.0%', title: { text: VIEWS.accuracy.axis } }
  return { data: [...data, ...more], layout: { ...cost.layout, yaxis } }
}

export function digitsFigure({ digits, points }, bands) {
  return {
    data: digits.data.map((trace, i) => filled(trace, bands[i]?.iterations ?? [], bands[i]?.digits ?? [], points)),
    layout: digits.layout,
  }
}

// Where the cost axis ends: at the highest cost, or lower if that is only a run's wild start; and a
// sentence on what lies above.
export function usefulRange(figures, traces, length) {
  const named = traces.filter((trace) => trace.name)
  let highest = 0, settled = Math.max(1, 1.2 * figures.chance)
  for (const { x, y } of named) {
    y.forEach((value, i) => {
      highest = Math.max(highest, value)
      if (x[i] >= figures.settled * length) settled = Math.max(settled, 1.1 * value)
    })
  }
  const top = 1.05 * Math.min(highest, settled) || 1
  const above = named.map(({ name, y }) => ({ name, peak: Math.max(...y, 0) })).filter(({ peak }) => peak > top)
  const noun = figures.cost.layout.meta.noun
  return { top, cut: above.length ? `Above this view: ${above.map(({ name, peak }) => `${noun}${name} reaches ${figure(peak)}`).join('; ')}.` : '' }
}
