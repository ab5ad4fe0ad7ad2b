// How far a comparison has come, beside the page's buttons: a bar, a line of words, and how the server is.

import { element, write } from './words.js'
import { feedOf } from './stream.js'

const LINKS = {
  lost: 'The connection is lost; it is being tried again…',
  full: 'Very many boards were opened from here; this one goes on by itself in ten seconds…',
  over: 'The server has let go of this comparison; the page is being drawn anew…',
}

const bars = new WeakMap()

class Progress {
  constructor(root) {
    this.node = element('div', 'il-progress', root)
    this.bar = element('div', 'il-bar', this.node)
    this.bar.setAttribute('role', 'progressbar')
    this.bar.setAttribute('aria-valuemin', 0)
    this.bar.setAttribute('aria-valuemax', 100)
    this.bar.setAttribute('aria-label', 'Progress of the training')
    this.done = element('div', '', this.bar)
    this.words = element('p', 'il-headline', this.node)
  }

  follow(address) {
    if (this.address === address) return
    this.leave?.()
    this.address = address
    this.leave = feedOf(address).listen((feed) => this.draw(feed))
  }

  draw({ link, moment }) {
    const share = moment?.share ?? 0
    this.done.style.width = `${100 * share}%`
    this.bar.setAttribute('aria-valuenow', Math.round(100 * share))
    this.node.dataset.link = link
    write(this.words, LINKS[link] ?? moment?.headline ?? '')
    this.words.title = this.words.textContent
  }

  remove() {
    this.leave?.()
    this.node.remove()
  }
}

export default function (component) {
  const root = component.parentElement
  if (!bars.has(root)) bars.set(root, new Progress(root))
  bars.get(root).follow(component.data.address)
  return () => {
    if (root.isConnected) return
    bars.get(root)?.remove()
    bars.delete(root)
  }
}
