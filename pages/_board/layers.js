// Layers and units, added and removed by buttons: a chip a layer, and one more for the next.

import { element } from './words.js'

const SHOWN = 8 // layers with buttons of their own; a deeper network is typed

const rows = new WeakMap()

class Layers {
  constructor(root) {
    this.node = element('div', 'il-layers', root)
  }

  update({ data, setTriggerValue }) {
    const { hidden, most, widest } = data
    const wish = (widths) => setTriggerValue('wish', widths)
    const changed = (place, width) => hidden.map((one, at) => (at === place ? width : one))
    const focus = this.node.contains(document.activeElement) ? document.activeElement.dataset.does : null
    this.node.replaceChildren()
    const button = (parent, text, name, does, allowed, act) => {
      const made = element('button', '', parent, text)
      made.type = 'button'
      made.title = name
      made.setAttribute('aria-label', name)
      made.dataset.does = does
      made.disabled = !allowed
      made.onclick = act
    }
    hidden.slice(0, SHOWN).forEach((width, place) => {
      const chip = element('span', 'il-layer', this.node)
      const name = `layer ${place + 1}`
      button(chip, '−', `One unit less in ${name}`, `less-${place}`, width > 1, () => wish(changed(place, width - 1)))
      element('b', '', chip, String(width)).title = `Units of hidden ${name}`
      button(chip, '+', `One unit more in ${name}`, `more-${place}`, width < widest, () => wish(changed(place, width + 1)))
    })
    if (hidden.length > SHOWN) element('span', '', this.node, `and ${hidden.length - SHOWN} more`)
    button(this.node, '− layer', 'Remove the last hidden layer', 'fewer', hidden.length > 1, () => wish(hidden.slice(0, -1)))
    button(this.node, '+ layer', 'Add a hidden layer like the last one', 'deeper', hidden.length < most, () => wish([...hidden, hidden.at(-1)]))
    if (focus) this.node.querySelector(`[data-does="${focus}"]:not(:disabled)`)?.focus()
  }
}

export default function (component) {
  const root = component.parentElement
  if (!rows.has(root)) rows.set(root, new Layers(root))
  rows.get(root).update(component)
  return () => {
    if (root.isConnected) return
    rows.get(root)?.node.remove()
    rows.delete(root)
  }
}
