// What stands beside the curves, one thing at a time: results, evidence, points, the notebook's lines.

import { element } from './words.js'

export class Side {
  constructor(parent, names, onShow) {
    this.onShow = onShow
    this.node = element('section', 'il-side', parent)
    this.head = element('header', '', this.node)
    this.tabs = element('div', 'il-tabs', this.head)
    this.tabs.setAttribute('role', 'tablist')
    this.tabs.setAttribute('aria-label', 'Beside the curves')
    this.when = element('span', 'il-when', this.head)
    this.wide = element('button', 'il-wide', this.head, '⤢')
    this.wide.type = 'button'
    this.wide.onclick = () => this.widen()
    this.pages = {}
    this.buttons = {}
    for (const name of names) {
      const button = this.buttons[name] = element('button', '', this.tabs, name)
      button.type = 'button'
      button.setAttribute('role', 'tab')
      button.onclick = () => this.show(name)
      button.onkeydown = (event) => this.key(event, name)
      this.pages[name] = element('div', 'il-page', this.node)
      this.pages[name].setAttribute('role', 'tabpanel')
      this.pages[name].setAttribute('aria-label', name)
    }
    this.widen(false)
    this.show(names[0])
  }

  // Arrows go from tab to tab, as they do everywhere.
  key(event, name) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step) return
    const there = Object.keys(this.buttons).filter((one) => !this.buttons[one].hidden)
    const next = there[(there.indexOf(name) + step + there.length) % there.length]
    this.show(next)
    this.buttons[next].focus()
    event.preventDefault()
  }

  show(name) {
    this.shown = name
    for (const [one, button] of Object.entries(this.buttons)) {
      button.setAttribute('aria-selected', String(one === name))
      button.tabIndex = one === name ? 0 : -1
      this.pages[one].hidden = one !== name
    }
    this.onShow?.(name)
  }

  // Takes the whole board, or its place beside the curves again.
  widen(wide = this.node.dataset.wide !== 'true') {
    this.node.dataset.wide = String(wide)
    this.wide.title = wide ? 'Back to its place' : 'Larger'
    this.wide.setAttribute('aria-label', this.wide.title)
    this.wide.setAttribute('aria-pressed', String(wide))
  }
}
