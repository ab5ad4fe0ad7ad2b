// One unit seen large: its map, and its numbers in words.

import { magnitude } from './numbers.js'
import { element, write } from './words.js'

// Draws a unit's map: 127 is an output of 0, more is positive, less is negative.
export function paintMap(canvas, bytes, side, colors) {
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side
  const context = canvas.getContext('2d')
  const image = context.createImageData(side, side)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < pixels.length; i++) pixels[i] = colors[bytes[i]]
  context.putImageData(image, 0, 0)
}

// [bias, rms of incoming weights, mean, lowest and highest output] of a unit.
const numbersOf = (frame, place) => frame.numbers.subarray(place * 5, place * 5 + 5)

export class Lens {
  constructor(parent, palette) {
    this.palette = palette
    this.node = element('div', 'il-lens', parent)
    this.map = element('canvas', '', this.node)
    this.map.setAttribute('role', 'img')
    const words = element('div', '', this.node)
    this.title = element('h4', '', words)
    this.state = element('p', 'il-state', words)
    this.list = element('dl', '', words)
    this.pairs = ['output on the map', 'for the examples', 'on average', 'bias', 'incoming weights'].map((name) => {
      element('dt', '', this.list, name)
      return element('dd', '', this.list)
    })
  }

  show(one, frame, place, side) {
    const [bias, weights, mean, low, high] = numbersOf(frame, place)
    paintMap(this.map, frame.maps.subarray(place * side * side, (place + 1) * side * side), side, this.palette.ofUnits)
    this.map.setAttribute('aria-label', `Output over the plane of the data: ${this.summary(one, frame, place)}`)
    write(this.title, one.title)
    write(this.state, this.condition(one, frame, place) || ' ')
    const texts = [`up to ±${magnitude(frame.reach[place])}`, `${magnitude(low)} to ${magnitude(high)}`, magnitude(mean), magnitude(bias), `rms ${magnitude(weights)}`]
    texts.forEach((text, i) => write(this.pairs[i], text))
  }

  condition(one, frame, place) {
    const parts = []
    if (frame.state[place]) parts.push(this.palette.states[frame.state[place]])
    if (!one.last && frame.alike[place] !== one.unit) parts.push(`same weights as unit ${frame.alike[place] + 1}`)
    return parts.join(', ')
  }

  summary(one, frame, place) {
    const [bias, weights, mean, low, high] = numbersOf(frame, place)
    const condition = this.condition(one, frame, place)
    return `${one.title}${condition && `, ${condition}`}: output ${magnitude(low)} to ${magnitude(high)} for the training examples, ` +
      `${magnitude(mean)} on average; bias ${magnitude(bias)}, incoming weights rms ${magnitude(weights)}`
  }
}
