// What the server tells of a comparison: one connection to each address, shared by all parts of a page.
//
// A stream is asked for first. Where something on the way holds it back, the server is asked once a second;
// while nobody looks at the page, now and then, which keeps its runs going.

import { Told } from './told.js'

const HELD = 4000 // ms without a word after which a stream is taken for held back
const SILENT = 15000 // ms without a word, not even a beat, after which a connection is taken for dead
const FULL = 10000 // ms after which a stream is asked for again that the server has no room for
const ASK_EVERY = 1000, AWAY_EVERY = 8000 // ms between questions where there is no stream

const feeds = new Map()

// The feed at an address, made when it is first asked for.
export function feedOf(address) {
  if (!feeds.has(address)) feeds.set(address, new Feed(address))
  return feeds.get(address)
}

class Feed extends Told {
  constructor(address) {
    super(address)
    this.link = 'opening' // then live, asking, lost, full or over
    this.seen = () => this.begin()
  }

  opened() {
    document.addEventListener('visibilitychange', this.seen)
    this.begin()
  }

  closed() {
    document.removeEventListener('visibilitychange', this.seen)
    this.end()
    feeds.delete(this.address)
  }

  wish(wishes) {
    if (Object.entries(wishes).every(([name, value]) => this.wishes[name] === value)) return
    super.wish(wishes)
    if (this.listeners.size) this.begin()
  }

  begin() {
    this.end()
    if (document.hidden) this.ask(AWAY_EVERY)
    else this.open()
  }

  end() {
    this.source?.close()
    this.source = null
    clearInterval(this.asking)
    clearTimeout(this.held)
    clearTimeout(this.again)
    this.again = null
    clearInterval(this.watched)
  }

  // The address of something about this comparison.
  at(name, parameters = {}) {
    const query = new URLSearchParams({ ...this.wishes, ...parameters })
    return `${this.address}${name && `/${name}`}?${query}`
  }

  open() {
    const source = this.source = new EventSource(this.at(''))
    this.heard = performance.now()
    let heard = false
    const hear = (event, act) => {
      if (source !== this.source) return
      heard = true
      this.heard = performance.now()
      clearTimeout(this.held)
      this.said('live')
      act?.(JSON.parse(event.data))
    }
    source.addEventListener('board', (event) => hear(event, (board) => this.begun(board)))
    source.addEventListener('moment', (event) => hear(event, (moment) => this.moved(moment)))
    source.addEventListener('beat', (event) => hear(event))
    source.addEventListener('end', () => { if (source === this.source) { this.end(); this.said('over') } })
    source.onerror = () => {
      if (source !== this.source) return
      if (source.readyState === EventSource.CLOSED) this.refused(); else this.said('lost')
    }
    this.held = setTimeout(() => { if (!heard) this.fallBack() }, HELD)
    this.watched = setInterval(() => { if (performance.now() - this.heard > SILENT) this.begin() }, SILENT / 5)
  }

  // Why there is no stream, which its source does not tell: the server has no room now, or no such comparison.
  async refused() {
    this.end()
    const again = this.again = setTimeout(() => this.begin(), FULL)
    const asked = new AbortController()
    const status = await fetch(this.at(''), { signal: asked.signal }).then((answer) => answer.status, () => 0)
    asked.abort()
    if (this.again !== again) return
    if (status === 204) this.end()
    this.said({ 204: 'over', 429: 'full' }[status] ?? 'lost')
  }

  // Whether the server answers, while its stream does not come through.
  async fallBack() {
    try {
      const answer = await fetch(this.at('now', { held: 1 }))
      if (answer.status !== 200) return
      this.end()
      this.ask(ASK_EVERY)
      this.apply(await answer.json())
    } catch { /* the server is away: the stream goes on trying */ }
  }

  ask(every) {
    this.asking = setInterval(async () => {
      try {
        const answer = await fetch(this.at('now'))
        if (answer.status === 204) { this.end(); this.said('over') }
        if (answer.status === 200) this.apply(await answer.json())
      } catch { this.said('lost') }
    }, every)
  }

  apply({ board, moment }) {
    this.said('asking')
    this.begun(board)
    if (moment) this.moved(moment)
  }

  said(link) {
    if (this.link === link) return
    this.link = link
    this.tell()
  }

  // What the server answers about this comparison; null where it does not.
  async question(name, parameters) {
    try {
      const answer = await fetch(this.at(name, parameters))
      return answer.status === 200 ? await answer.json() : null
    } catch {
      return null
    }
  }
}
