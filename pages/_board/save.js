// The chart's menu entries that save it as a picture.

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
