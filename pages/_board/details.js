// What is said of one card, in full: over the board, beside the card, so that nothing is pushed away.

import { element, explain, write } from './words.js'

export class Details {
  // `onTry` is called with the card's place when its fix is to be tried, `onWhy` when its evidence is wanted.
  constructor(parent, { onTry, onWhy }) {
    this.parent = parent
    this.node = element('div', 'il-details', parent)
    this.node.hidden = true
    this.node.setAttribute('role', 'dialog')
    this.title = element('h3', '', this.node)
    this.plain = element('p', '', this.node)
    this.evidence = element('p', 'il-evidence', this.node)
    this.also = element('p', 'il-small', this.node)
    this.fix = element('p', 'il-fix', this.node)
    const row = element('div', 'il-row', this.node)
    this.tryIt = element('button', 'il-try', row, 'Try this fix')
    this.why = element('button', '', row, 'Why?')
    this.shut = element('button', 'il-close', row, 'Close')
    for (const button of [this.tryIt, this.why, this.shut]) button.type = 'button'
    this.tryIt.onclick = () => { const { place } = this; this.close(); onTry(place) }
    this.why.onclick = () => { const { place } = this; this.close(); onWhy(place) }
    this.shut.onclick = () => this.close(true)
    this.node.onkeydown = (event) => { if (event.key === 'Escape') { this.close(true); event.stopPropagation() } }
    this.outside = (event) => {
      if (!this.node.contains(event.target) && !this.card?.verdict.contains(event.target)) this.close()
    }
  }

  // Opens at a card, or closes where it is open there.
  toggle(card, place) {
    if (!this.node.hidden && this.place === place) return this.close(true)
    this.card?.verdict.setAttribute('aria-expanded', 'false')
    this.card = card
    this.place = place
    this.node.hidden = false
    card.verdict.setAttribute('aria-expanded', 'true')
    document.addEventListener('pointerdown', this.outside)
    this.draw()
    this.settle()
    this.shut.focus({ preventScroll: true })
    return true
  }

  close(back = false) {
    if (this.node.hidden) return false
    this.node.hidden = true
    this.card.verdict.setAttribute('aria-expanded', 'false')
    document.removeEventListener('pointerdown', this.outside)
    if (back) this.card.verdict.focus({ preventScroll: true })
    return true
  }

  // Says what is said of the card now.
  say(all, icons, runs, terms) {
    this.all = all
    this.terms = terms
    this.icons = icons
    this.runs = runs
    if (!this.node.hidden) this.draw()
  }

  draw() {
    const told = this.all?.[this.place], run = this.runs?.[this.place]
    if (!told) {
      write(this.title, 'Not known yet.')
      return
    }
    this.node.style.setProperty('--il-color', run.color)
    this.node.setAttribute('aria-label', `What is said of ${run.label}`)
    this.title.dataset.tone = told.tone
    write(this.title, `${this.icons[told.tone]} ${told.verdict}`)
    write(this.plain, told.plain)
    explain(this.evidence, told.evidence, this.terms)
    write(this.also, told.also && `Also: ${told.also}.`)
    explain(this.fix, told.trying ? [['Looking for what would mend it…', null]] : told.fix, this.terms)
    this.tryIt.hidden = !told.tries
    const beside = told.beside !== null
    write(this.tryIt, beside ? 'See it beside' : 'Try this fix')
    this.tryIt.title = beside ? `Stands in this comparison: ${told.tries}` : `Trains it with: ${told.tries}`
    this.tryIt.setAttribute('aria-label', `${this.tryIt.textContent}, the fix for ${run.label}: ${told.tries}`)
  }

  // Puts it under the words of its card, or above them where there is more room.
  settle() {
    const board = this.parent.getBoundingClientRect(), card = this.card.node.getBoundingClientRect()
    const said = this.card.verdict.getBoundingClientRect()
    const width = Math.min(Math.max(card.width, 300), board.width)
    this.node.style.width = `${width}px`
    this.node.style.left = `${Math.max(0, Math.min(card.left - board.left, board.width - width))}px`
    const below = window.innerHeight - said.bottom, over = said.top
    const under = below > this.node.offsetHeight + 8 || below > over
    this.node.style.top = under ? `${said.bottom - board.top + 4}px` : 'auto'
    this.node.style.bottom = under ? 'auto' : `${board.bottom - said.top + 4}px`
  }

  remove() {
    this.close()
    this.node.remove()
  }
}
