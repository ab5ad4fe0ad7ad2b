// What has been told of a comparison, whoever tells it.

import { floats, joined, whole } from './codec.js'
import { take } from './runs.js'

export class Told {
  constructor(address) {
    this.address = address
    this.wishes = { seed: 0, singles: 0 }
    this.board = null
    this.moment = null
    this.runs = []
    this.bands = []
    this.rows = null
    this.listeners = new Set()
  }

  // Calls with this whenever there is news, until what it returns is called.
  listen(listener) {
    this.listeners.add(listener)
    if (this.listeners.size === 1) this.opened()
    if (this.moment) listener(this)
    return () => {
      this.listeners.delete(listener)
      if (!this.listeners.size) this.closed()
    }
  }

  opened() {}

  closed() {}

  // Asks for another seed on the cards, or for single runs.
  wish(wishes) {
    this.wishes = { ...this.wishes, ...wishes }
  }

  // Goes on from what was told before this: runs that are of both stay on screen until they are told anew.
  follow(before) {
    if (!this.board) this.runs = before.runs
    this.wish(before.wishes)
    before.followed?.(this)
  }

  begun(board) {
    this.board = board
    this.fresh = true // what is known of runs stays on screen until they are told anew
  }

  moved(moment) {
    const { cards } = this.board
    if (this.fresh) {
      const before = this.runs
      this.runs = cards.map((card) => ({ ...card, ...before.find((run) => run.key === card.key), ...card }))
      this.bands = cards.map(() => null)
      this.fresh = false
    }
    this.moment = moment
    this.runs = this.runs.map((run, place) => take(run, moment.runs[place], () => this.tell()))
    this.bands = this.bands.map((band, place) => grown(band, moment.bands?.[place]))
    this.rows = moment.rows ?? this.rows
    this.tell()
  }

  tell() {
    for (const listener of this.listeners) listener(this)
  }
}

// A band with what has grown of it.
function grown(band, more) {
  if (!more) return band
  const { record } = more
  const part = (name, read) => joined(band?.[name], record, read(more[name]))
  return {
    iterations: part('iterations', whole), low: part('low', floats), middle: part('middle', floats), high: part('high', floats),
    digits: more.digits ? part('digits', floats) : null,
    singles: more.singles.map((single, i) => joined(band?.singles[i], record, floats(single))),
  }
}
