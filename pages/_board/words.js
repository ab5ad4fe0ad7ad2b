// Nodes, and words to put in them.

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

// The text that pieces of it make.
export const textOf = (pieces) => pieces.map(([text]) => text).join('')

// Writes a text in pieces, of which each term of the glossary explains itself under the pointer or a tap.
export function explain(node, pieces, terms) {
  if (node.textContent === textOf(pieces)) return
  node.replaceChildren(...pieces.map(([text, term]) => {
    if (!term || !terms[term]) return document.createTextNode(text)
    const word = element('span', 'il-term', undefined, text)
    word.tabIndex = 0
    word.setAttribute('role', 'note')
    word.setAttribute('aria-label', `${text}: ${terms[term]}`)
    word.dataset.means = terms[term]
    return word
  }))
}
