// Numbers as people read them: the twin of initcore/words/numbers.py in the browser, where the board writes
// what it has as arrays. A test holds the two together, value by value; what is changed here is changed there.

export const NONE = '–'
const THIN = '\u202f'
const SMALLEST_FIXED = 0.0005, LARGEST_FIXED = 1e6

// A narrow space between thousands and a true minus.
function look(text) {
  const [whole, ...rest] = text.replace(/-/g, '−').split('.')
  return [whole.replace(/\B(?=(\d{3})+$)/g, THIN), ...rest].join('.')
}

function decimals(value, places) {
  const text = value.toFixed(places)
  return look(Number(text) === 0 ? text.replace('-', '') : text)
}

const digits = (value, count) => look(String(Number(value.toPrecision(count))))

// A power of ten, without empty digits: 2.2e−6.
function power(value, count) {
  const [mantissa, exponent] = value.toExponential(count - 1).split('e')
  return `${Number(mantissa)}e${Number(exponent)}`.replace(/-/g, '−')
}

const unbounded = (value) => (Number.isNaN(value) ? NONE : value < 0 ? '−inf' : 'inf')

// A count: 15 000.
export const spaced = (number) => look(String(number))

// A share with one decimal: 83.0 %; a dash where there is none.
export function percent(share) {
  const hundredths = 100 * share
  if (!Number.isFinite(hundredths)) return NONE
  return `${Math.abs(hundredths) < LARGEST_FIXED ? decimals(hundredths, 1) : power(hundredths, 3)} %`
}

// A cost: 0.693, 1 773.6, 1.77e9, 4.2e−5. Three decimals below 100, one above.
export function figure(value) {
  if (!Number.isFinite(value)) return unbounded(value)
  const large = Math.abs(value)
  if (large > 0 && large < SMALLEST_FIXED) return power(value, 2)
  return large < LARGEST_FIXED ? decimals(value, large >= 100 ? 1 : 3) : power(value, 3)
}

// How large something is, such as a weight or a gradient: 0, 2.2e−6, 0.031, 0.623, 1 773.6.
export function magnitude(value) {
  if (!Number.isFinite(value)) return unbounded(value)
  const large = Math.abs(value)
  if (large >= 100 && large < LARGEST_FIXED) return decimals(value, 1)
  if (large >= 0.1 && large < 100) return digits(value, 3)
  return value !== 0 && (large < 0.01 || large >= LARGEST_FIXED) ? power(value, 2) : digits(value, 2)
}
