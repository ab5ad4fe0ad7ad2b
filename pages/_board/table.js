// The results as a table, at the iteration that the scrubber holds.

import { figure, percent, spaced, NONE } from './numbers.js'
import { element, textOf, write } from './words.js'
import { double } from './maps.js'
import { valuesAt } from './runs.js'

// What stands under each column of one seed, by its name.
const CELLS = {
  initialization: ({ run }) => ({ text: run.label }),
  problem: ({ told, icons }) => ({ text: told ? `${icons[told.tone]} ${told.verdict}` : '…', tone: told?.tone, title: told && textOf(told.evidence) }),
  train_accuracy: ({ values, told }) => accuracy(values, values.train, told?.balanced[0]),
  test_accuracy: ({ values, told }) => accuracy(values, values.test, told?.balanced[1]),
  first_cost: ({ run }) => ({
    text: figure(run.costs[0]), below: run.told?.naive && 'naive:\u00a0inf',
    title: run.told?.naive && 'The textbook formula takes the logarithm of a sigmoid that has rounded to exactly 0 or 1 and answers inf. From the logits the same cost is finite, and that is what is trained and drawn.',
  }),
  final_cost: ({ run, values }) => (values.diverged
    ? { text: figure(run.costs.findLast(Number.isFinite) ?? NaN), below: 'diverged' } : { text: figure(values.cost) }),
  iterations_to_90_percent_train_accuracy: ({ run, values }) => reached(run, values),
  iterations: ({ run, values }) => ({ text: spaced(values.diverged ? run.diverged : values.iteration) }),
  seconds: ({ run }) => ({ text: run.time }),
}

// A run that has diverged has no accuracy, whatever it had before.
function accuracy({ diverged }, share, below) {
  return { text: diverged ? NONE : percent(double(share)), below }
}

function reached(run, { iteration }) {
  if (run.largest) return { text: NONE, below: `largest class: ${run.largest}` }
  if (run.accurate !== null && run.accurate <= iteration) return { text: spaced(run.accurate) }
  if (iteration === 0) return { text: NONE }
  return { text: iteration === run.reached ? 'never' : 'not yet' }
}

export class Table {
  constructor(parent, palette) {
    this.palette = palette
    this.node = element('div', 'il-results', parent)
    this.node.tabIndex = 0
    this.node.setAttribute('role', 'region')
    this.node.setAttribute('aria-label', 'Results; scrolls sideways')
    this.table = element('table', '', this.node)
    this.head = element('tr', '', element('thead', '', this.table))
    this.body = element('tbody', '', this.table)
    this.node.onscroll = () => this.hint()
    this.resized = new ResizeObserver(() => this.hint())
    this.resized.observe(this.node)
    this.resized.observe(this.table)
  }

  // Says by a shade at its edge that there is more to the right.
  hint() {
    const { scrollLeft, scrollWidth, clientWidth } = this.node
    this.node.dataset.more = String(scrollWidth - clientWidth - scrollLeft > 4)
  }

  update(columns, count) {
    const names = columns.map((column) => column.name).join()
    if (this.names !== names) {
      this.names = names
      this.columns = columns
      this.head.replaceChildren(...columns.map(({ head, help }) => {
        const cell = element('th', '', undefined, head)
        cell.scope = 'col'
        cell.title = help
        return cell
      }))
      this.body.replaceChildren()
    }
    while (this.body.children.length > count) this.body.lastChild.remove()
    while (this.body.children.length < count) {
      const row = element('tr', '', this.body)
      for (const column of columns) element(column === columns[0] ? 'th' : 'td', '', row)
    }
  }

  // Draws what runs came to at an iteration, or the rows that the server has filled.
  draw({ runs, shown, told, rows, held }) {
    const last = this.columns.findIndex((column) => column.name === 'final_cost')
    if (last >= 0) write(this.head.children[last], held ? 'Cost' : this.columns[last].head)
    runs.forEach((run, place) => {
      const line = this.body.children[place]
      const values = valuesAt(run, shown)
      this.columns.forEach((column, at) => {
        const cell = rows ? filled(rows[place]?.[at]) : CELLS[column.name]({ run, values, told: told[place], icons: this.palette.icons })
        this.fill(line.children[at], cell, at === 0 ? { sign: this.palette.sign(place), color: run.color } : null)
      })
    })
  }

  fill(node, { text, tone, below, title }, symbol) {
    const parts = [text, ...[below].flat().filter(Boolean)]
    const all = [symbol?.sign, ...parts].join('\n')
    if (node.dataset.all === all && node.dataset.tone === (tone || '')) return
    node.dataset.all = all
    node.dataset.tone = tone || ''
    node.title = title || ''
    node.replaceChildren()
    if (symbol) element('span', 'il-symbol', node, `${symbol.sign} `).style.color = symbol.color
    node.append(text)
    for (const line of parts.slice(1)) element('small', '', node, line)
  }

  remove() {
    this.resized.disconnect()
    this.node.remove()
  }
}

const filled = (cell) => cell ?? { text: '…' }
