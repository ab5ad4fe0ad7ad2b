// The colours and signs that the server sends, ready to draw with. There are none of their own here, but for
// those of the theme, which are CSS.

const rgb = (color) => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16))

// The colour [r, g, b] at a share of a scale, whose colours are at equal distances.
function along(scale, share) {
  const at = share * (scale.length - 1), low = Math.min(scale.length - 2, Math.floor(at))
  const [from, to] = [rgb(scale[low]), rgb(scale[low + 1])]
  return from.map((c, i) => Math.round(c + (to[i] - c) * (at - low)))
}

// A pixel of an image's buffer, which is little-endian.
const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0

// The pixels of bytes from 0 to 254, over all of a scale.
const pixels = (scale) => Uint32Array.from({ length: 256 }, (_, byte) => pixel(along(scale, Math.min(byte, 254) / 254)))

// The pixels of a map of several classes: 16 times the class plus 0 to 15 for how sure the network is.
function classPixels({ paper, marks, sureness: [least, most] }) {
  const table = new Uint32Array(256)
  marks.forEach(({ color }, number) => {
    for (let level = 0; level < 16; level++) table[16 * number + level] = pixel(along([paper, color], least + (most - least) * level / 15))
  })
  return table
}

// The pixels of a map's bytes where only the answer counts: as sure as can be, one half as it is.
const sharpened = (table, classes) => table.map((_, byte) => (
  classes > 2 ? table[16 * (byte >> 4) + 15] : byte === 127 ? table[127] : table[byte < 127 ? 0 : 254]))

// Fine enough that no two neighbours of a scale can be told apart.
const STEPS = 255

export function paletteOf(palette) {
  const { paper, halves, outputs, sizes, points, marks, signs, icons, states } = palette
  const two = pixels(halves), many = classPixels(palette)
  const sharpTwo = sharpened(two, 2), sharpMany = sharpened(many, 3)
  const shades = Array.from({ length: STEPS + 1 }, (_, step) => `rgb(${along(sizes, step / STEPS).join()})`)
  return {
    paper, points, marks, icons, states,
    red: halves[0], blue: halves.at(-1), negative: outputs[0], positive: outputs.at(-1),
    ofMap: (classes, sharp) => (classes > 2 ? (sharp ? sharpMany : many) : sharp ? sharpTwo : two),
    ofUnits: pixels(outputs),
    sign: (place) => [...signs][place % [...signs].length],
    // How the points of a class look, and their colour: of two classes, class 1 has the first shape.
    look: (classes, label) => (classes === 2
      ? { mark: marks[1 - label], color: points[label] } : { mark: marks[label], color: marks[label].color }),
    // What a size is drawn in, by its share of the scale's span.
    shade: (share) => shades[Math.round(Math.min(1, Math.max(0, share)) * STEPS)],
  }
}
