// What the server sends, as arrays again.

export const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
export const floats = (text) => new Float32Array(bytes(text).buffer)
export const doubles = (text) => new Float64Array(bytes(text).buffer)
export const whole = (text) => new Int32Array(bytes(text).buffer)

const KINDS = { i4: Int32Array, f4: Float32Array, u1: Uint8Array }

export async function inflate(text) {
  const stream = new Blob([bytes(text)]).stream().pipeThrough(new DecompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

// An array of which all from a place on is replaced by more.
export function joined(array, from, more) {
  if (!array || from === 0) return more
  const kept = array.subarray(0, from), all = new more.constructor(kept.length + more.length)
  all.set(kept)
  all.set(more, kept.length)
  return all
}

// The last place in a rising list whose value is not above `limit`, 0 if there is none.
export function placeOf(list, limit) {
  let low = 0, high = list.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (list[middle] <= limit) low = middle
    else high = middle - 1
  }
  return low
}

// A parcel of arrays, whose first axis is iterations, from its bytes.
export function unparcel({ layout, words }, data) {
  const arrays = {}
  let start = 0
  for (const [name, kind, shape] of layout) {
    const size = shape.slice(1).reduce((product, length) => product * length, 1)
    arrays[name] = { size, values: new KINDS[kind](data.buffer, start, shape[0] * size) }
    start += arrays[name].values.byteLength
  }
  return { arrays, words, iterations: arrays.iterations.values }
}

// Of each array of a parcel, the part that belongs to one iteration.
export function frameOf({ arrays, words, iterations }, place) {
  const frame = { iteration: iterations[place], words: words[place] }
  for (const [name, { size, values }] of Object.entries(arrays)) {
    if (name !== 'iterations') frame[name] = values.subarray(place * size, (place + 1) * size)
  }
  return frame
}
