// The first sight of a comparison: a finished one is on screen before Streamlit has started, where the board
// lay the last time that this browser was here. The page's own board takes it over as it is.

import { recalled } from './place.js'
import { Told } from './told.js'

const IDLE = 3, LOOK = 300, PATIENCE = 20000 // looks at an idle page, ms between looks, ms in all

// What was told once; whoever asks more waits for the page's own feed.
class Sight extends Told {
  constructor({ board, moment }) {
    super('')
    this.link = 'first'
    this.next = new Promise((resolve) => { this.followed = resolve })
    this.begun(board)
    this.moved(moment)
  }

  async question(name, parameters) {
    return (await this.next).question(name, parameters)
  }
}

// The iteration that the address names; null for the newest.
function held() {
  const text = new URLSearchParams(window.location.search).get('at') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

// Asks what is known of what the address shows, and shows it in the place that is known for it.
export async function show(address) {
  const place = recalled(), page = document.documentElement
  if (!place) return
  page.style.background = place.background // no white page before a dark one
  const asked = fetch(`${address}${window.location.search}`)
  const board = await import('./board.js'), answer = await asked
  if (answer.status !== 200 || document.querySelector('.il-board')) return
  const known = await answer.json()
  page.style.fontSize = place.size
  const box = document.createElement('div')
  box.className = 'il-first'
  Object.assign(box.style, { left: `${place.left}px`, top: `${place.top}px`, width: `${place.width}px`, lineHeight: place.line })
  for (const [name, value] of place.theme) box.style.setProperty(name, value)
  document.body.append(box)
  const sight = new Sight(known)
  const end = board.showFirst(box, { ...known.mount, at: held() }, sight)
  sight.next.then(() => done())
  let idle = 0
  const begun = performance.now()
  const watch = setInterval(() => { // a page that has come, and has no place for a board
    const there = document.querySelector('.stApp:has(.stMain .stElementContainer):not(:has(.st-key-board))')
    idle += Number(there?.dataset.testScriptState === 'notRunning')
    if (idle >= IDLE || performance.now() - begun > PATIENCE) done()
  }, LOOK)
  function done() {
    clearInterval(watch)
    end()
    box.remove()
    page.style.removeProperty('font-size')
    page.style.removeProperty('background')
  }
}
