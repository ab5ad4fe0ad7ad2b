// What the network answers to the test examples of each class at the iteration shown, counted.

import { percent, spaced } from './numbers.js'
import { element, write } from './words.js'
import { Part } from './part.js'

export class Classes extends Part {
  constructor(parent) {
    super(parent, 'classes', 'Classes')
    this.head.querySelector('.il-save').remove() // a table is no picture
    this.box = element('div', 'il-table', this.node)
    this.box.tabIndex = 0 // scrolls where classes are many
    this.box.setAttribute('role', 'region')
    this.box.setAttribute('aria-label', 'Test examples by their class and by the answer')
    this.table = element('table', '', this.box)
    this.node.append(this.words)
  }

  update(data) {
    const same = this.data && this.data.classes.join() === data.classes.join()
    this.data = data
    if (!same) this.build()
  }

  build() {
    const { classes } = this.data
    this.table.replaceChildren()
    const head = element('tr', '', element('thead', '', this.table))
    for (const text of ['test examples of', ...classes.map((name) => `answered ${name}`), 'got right']) {
      element('th', '', head, text).scope = 'col'
    }
    const body = element('tbody', '', this.table)
    this.rows = classes.map((name, own) => {
      const row = element('tr', '', body)
      element('th', '', row, `class ${name}`).scope = 'row'
      const cells = classes.map((_, given) => element('td', given === own ? 'il-right' : '', row))
      return [...cells, element('td', '', row)]
    })
  }

  draw(frame) {
    if (!frame) return
    const { classes, examples } = this.data, count = classes.length
    this.rows.forEach((cells, own) => {
      const given = frame.answers.subarray(own * count, (own + 1) * count)
      given.forEach((number, at) => write(cells[at], spaced(number)))
      write(cells[count], percent(given[own] / examples[own]))
    })
    this.say(frame.words.classes)
  }
}
