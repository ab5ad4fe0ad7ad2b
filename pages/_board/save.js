// What is drawn, saved as a picture: the chart's menu entries, and the pictures of the evidence.

// All canvases of a node where they are shown in it, on the page's background, as a PNG file.
export function saveCanvases(node, background, name) {
  const box = node.getBoundingClientRect(), scale = 2
  const page = document.createElement('canvas')
  page.width = box.width * scale
  page.height = box.height * scale
  const context = page.getContext('2d')
  context.fillStyle = background
  context.fillRect(0, 0, page.width, page.height)
  for (const canvas of node.querySelectorAll('canvas')) {
    const { left, top, width, height } = canvas.getBoundingClientRect()
    if (width) context.drawImage(canvas, (left - box.left) * scale, (top - box.top) * scale, width * scale, height * scale)
  }
  const link = document.createElement('a')
  link.download = `${name}.png`
  link.href = page.toDataURL('image/png')
  link.click()
}

// A picture has no page around it, so it takes the page's background along.
function save(plot, format) {
  const background = getComputedStyle(plot).getPropertyValue('--st-background-color') || '#fff'
  const layout = { ...plot.layout, paper_bgcolor: background, plot_bgcolor: background }
  const { width, height } = plot.getBoundingClientRect()
  window.Plotly.downloadImage({ data: plot.data, layout }, { format, width, height, scale: 2, filename: 'init-lab-curves' })
}

let entries

// Always the same objects: plotly makes a chart anew whose configuration has changed.
export function saves(Plotly) {
  entries ??= [['png', 'camera'], ['svg', 'disk']].map(([format, icon]) => ({
    name: format,
    title: `Save as ${format.toUpperCase()}`,
    icon: Plotly.Icons[icon],
    click: (plot) => save(plot, format),
  }))
  return entries
}
