// Keys of the board: they work wherever the focus is, unless what has it has a use of its own for them.

import { element } from './words.js'

const KEYS = [
  ['←  →', 'one recorded iteration back, on'],
  ['Shift + ←  →', 'ten'],
  ['Home, End', 'the start, the end'],
  ['Space', 'replay, pause the replay'],
  ['T', 'Train, resume'],
  ['P', 'pause the training'],
  ['S', 'train one step'],
  ['1 to 8', 'what is said of that card'],
  ['W', 'why: the evidence on the first card, or on the one that is open'],
  ['R', 'the results'],
  ['?', 'this list'],
  ['Esc', 'close what is open'],
]

const BUTTONS = { t: 'train', p: 'pause', s: 'step' } // the page's own, by the end of their class
const TYPING = 'input:not([type="range"]):not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable="true"], [role="slider"], [role="combobox"], [role="listbox"], [role="menu"], [role="radiogroup"], [data-testid="stDataFrame"]'

export class Keys {
  // `acts` by key; each says whether it did anything.
  constructor(board, acts) {
    this.board = board
    this.acts = acts
    this.pressed = (event) => this.press(event)
    document.addEventListener('keydown', this.pressed)
    this.list = element('div', 'il-keys', board)
    this.list.hidden = true
    this.list.setAttribute('role', 'dialog')
    this.list.setAttribute('aria-label', 'Keys')
    element('h3', '', this.list, 'Keys')
    const pairs = element('dl', '', this.list)
    for (const [key, does] of KEYS) {
      element('dt', '', pairs, key)
      element('dd', '', pairs, does)
    }
    this.close = element('button', 'il-close', this.list, 'Close')
    this.close.type = 'button'
    this.close.onclick = () => this.show(false)
  }

  // Opens or closes the list of keys; what had the focus gets it back.
  show(open = this.list.hidden) {
    if (open) this.before = document.activeElement
    this.list.hidden = !open
    const next = open ? this.close : this.before
    next?.focus({ preventScroll: true })
    return true
  }

  press(event) {
    const { key, target } = event
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented || !this.board.isConnected) return
    if (target.closest?.(TYPING) || (key === ' ' && target.closest?.('button, a, [role="tab"], label, summary'))) return
    const inside = this.board.contains(target)
    // Another part of the page scrolls or moves its own things with these.
    if (!inside && target !== document.body && target.closest?.('.stSidebar, [role="dialog"], [role="tablist"]')) return
    if (this.act(key, event)) event.preventDefault() // so that the range does not step as well, nor the page scroll
  }

  act(key, event) {
    if (key === '?') return this.show()
    if (key === 'Escape' && !this.list.hidden) return this.show(false)
    const button = BUTTONS[key.toLowerCase()]
    if (button) {
      const node = document.querySelector(`.st-key-${button} button:not(:disabled)`)
      node?.click()
      return Boolean(node)
    }
    return this.acts(key, event)
  }

  remove() {
    document.removeEventListener('keydown', this.pressed)
  }
}
