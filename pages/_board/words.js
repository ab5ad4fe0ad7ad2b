// Numbers as people read them, and nodes to put them in.

export const spaced = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, '\u202f')

// Three decimals below 100, one above, a power of ten where that is shorter.
export function figure(value) {
  if (!Number.isFinite(value)) return '–'
  if (Math.abs(value) >= 1e6) return value.toExponential(2)
  return value.toFixed(Math.abs(value) >= 100 ? 1 : 3)
}

// Three figures at most, as short as they go.
export function brief(value) {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞'
  const size = Math.abs(value)
  const text = size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e') : String(+value.toPrecision(3))
  return text.replace(/-/g, '−')
}

export function element(tag, className, parent, text) {
  const node = document.createElement(tag)
  node.className = className
  if (text !== undefined) node.textContent = text
  parent?.append(node)
  return node
}

// Writes a text only where it differs: a node that is read aloud is not read again for nothing.
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text
}

// Buttons of which one is pressed.
export function toggles(parent, label, values, chosen, onChoose, said = true) {
  const group = element('span', 'il-toggles', parent)
  group.setAttribute('role', 'group')
  group.setAttribute('aria-label', label)
  if (said) group.append(`${label} `)
  for (const value of values) {
    const button = element('button', '', group, value)
    button.type = 'button'
    button.setAttribute('aria-pressed', String(value === chosen))
    button.onclick = () => {
      for (const other of group.querySelectorAll('button')) other.setAttribute('aria-pressed', String(other === button))
      onChoose(value)
    }
  }
  return group
}

// The weight layer of so many with that number from 0, as the sentences call it.
export const layerName = (layer, layers) => (layer === layers - 1 ? 'output' : `layer ${layer + 1}`)
