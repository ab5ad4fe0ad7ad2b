// One picture of the evidence: a title, what it shows, a sentence that reads it, and how it is drawn.

import { element, write } from './words.js'
import { saveCanvases } from './save.js'

export const FONT = 12

export class Part {
  constructor(parent, name, title) {
    this.node = element('section', `il-part il-${name}`, parent)
    this.head = element('header', '', this.node)
    element('h3', '', this.head, title)
    this.words = element('p', 'il-words', this.node)
    const saved = element('button', 'il-save', this.head, 'PNG')
    saved.type = 'button'
    saved.title = `Save ${title} as PNG`
    saved.setAttribute('aria-label', saved.title)
    saved.onclick = () => saveCanvases(this.node, this.colors.panel, `init-lab-${name}`)
  }

  say(words) {
    write(this.words, words)
  }

  canvas(parent = this.node) {
    const canvas = element('canvas', '', parent)
    canvas.setAttribute('role', 'img')
    return canvas
  }

  // The colours of the page's theme as they are now.
  get colors() {
    const style = getComputedStyle(this.node)
    const of = (name) => style.getPropertyValue(name).trim()
    return {
      text: of('--st-text-color'), muted: of('--st-gray-text-color'), border: of('--st-border-color'),
      panel: of('--st-background-color'), own: of('--il-color'), font: style.fontFamily,
    }
  }
}

// A canvas as wide as it is shown and that high, cleared, in units of CSS pixels.
export function surface(canvas, height, font) {
  const scale = window.devicePixelRatio || 1, width = canvas.clientWidth
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    canvas.style.height = `${height}px`
  }
  const context = canvas.getContext('2d')
  context.setTransform(scale, 0, 0, scale, 0, 0)
  context.clearRect(0, 0, width, height)
  context.font = `${FONT}px ${font}`
  context.textBaseline = 'middle'
  return { context, width }
}

// Lines that mean "nothing to show here" in any theme.
export function hatch(context, x, y, width, height, color) {
  context.save()
  context.beginPath()
  context.rect(x, y, width, height)
  context.clip()
  context.strokeStyle = color
  context.lineWidth = 1
  context.beginPath()
  const first = Math.floor((x - height) / 6) * 6 // on one grid, so that neighbours join
  for (let at = first; at < x + width; at += 6) {
    context.moveTo(at, y + height)
    context.lineTo(at + height, y)
  }
  context.stroke()
  context.restore()
}
