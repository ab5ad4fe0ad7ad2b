// What is said at an iteration: the newest words, those asked for, and those sent ahead.

import { placeOf } from './codec.js'

const MOST = 64 // exact answers kept

export class Story {
  constructor() {
    this.clear()
  }

  clear() {
    this.exact = new Map() // by iteration held, what was said then
    this.ahead = []
  }

  keep(iteration, said) {
    this.exact.set(iteration, said)
    if (this.exact.size > MOST) this.exact.delete(this.exact.keys().next().value)
  }

  // What is said where the scrubber holds an iteration: just then, or at the last moment before it.
  at(iteration) {
    return this.exact.get(iteration) ?? (this.ahead.length ? this.ahead[placeOf(this.ahead.map((one) => one.iteration), iteration)] : null)
  }
}
