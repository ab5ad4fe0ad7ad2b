// Where the board lies on a page and how that looks, kept from one visit to the next: in its place then, a
// board can be seen before there is a page around it.

const NAME = 'init-lab-place'
const REST = 700 // ms without a change after which it is kept
const THEME = [
  'background-color', 'border-color', 'font', 'gray-text-color', 'green-text-color', 'orange-text-color', 'primary-color',
  'red-text-color', 'secondary-background-color', 'text-color',
].map((name) => `--st-${name}`)

let waiting

// What has to be the same for a board to lie where it lay.
function view() {
  const asked = new URLSearchParams(window.location.search)
  const kind = ['embed', 'present'].map((name) => asked.get(name) ?? '')
  return [window.location.pathname, window.innerWidth, window.innerHeight, window.devicePixelRatio, ...kind].join()
}

// Keeps where that frame lies, when it has come to rest at the top of the page.
export function remember(frame) {
  clearTimeout(waiting)
  waiting = setTimeout(() => {
    const app = frame.closest('.stApp')
    if (!app || document.querySelector('.stMain')?.scrollTop) return
    const { left, top, width } = frame.getBoundingClientRect(), style = getComputedStyle(frame)
    const theme = THEME.map((name) => [name, style.getPropertyValue(name).trim()])
    try {
      window.localStorage.setItem(NAME, JSON.stringify({
        view: view(), left, top, width, theme,
        size: getComputedStyle(document.documentElement).fontSize,
        line: parseFloat(style.lineHeight) / parseFloat(style.fontSize),
        background: getComputedStyle(app).backgroundColor,
      }))
    } catch { /* a browser that keeps nothing waits for the page */ }
  }, REST)
}

// What was kept of this view; null where it was another one, or nothing was.
export function recalled() {
  try {
    const place = JSON.parse(window.localStorage.getItem(NAME))
    return place?.view === view() ? place : null
  } catch {
    return null
  }
}
