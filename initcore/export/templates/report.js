const figures = JSON.parse(document.getElementById('figures').textContent)

function layoutOf(figure, log) {
  const { meta, template, ...layout } = figure.layout
  const axis = { zeroline: false, automargin: true }
  return {
    ...layout,
    xaxis: { ...layout.xaxis, ...axis },
    yaxis: { ...layout.yaxis, ...axis, ...(log ? { type: 'log', range: undefined, autorange: true } : {}) },
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: getComputedStyle(document.body).fontFamily, size: 12 },
    hoverlabel: { bgcolor: '#fff', bordercolor: '#98a0ab' },
    modebar: { bgcolor: 'rgba(0,0,0,0)', color: '#8a94a3', activecolor: '#5c9be8' },
  }
}

// A picture of its own has no page around it: it gets a white ground, and so dark letters.
function save(node, figure, format) {
  const layout = { ...node.layout, paper_bgcolor: '#fff', plot_bgcolor: '#fff' }
  Plotly.downloadImage({ data: figure.data, layout }, { format, width: 1000, height: 520, scale: 2, filename: `init-lab-${node.dataset.figure}` })
}

for (const node of document.querySelectorAll('.plot')) {
  const figure = figures[node.dataset.figure]
  const box = node.closest('figure')
  const options = { displaylogo: false, responsive: true, modeBarButtons: [['zoom2d', 'pan2d', 'zoomIn2d', 'zoomOut2d', 'resetScale2d']] }
  const draw = (log) => Plotly.react(node, figure.data, layoutOf(figure, log), options)
  draw(false)
  for (const button of box.querySelectorAll('button')) {
    const { axis, format } = button.dataset
    button.onclick = () => {
      if (format) return save(node, figure, format)
      for (const other of box.querySelectorAll('button[data-axis]')) other.setAttribute('aria-pressed', String(other === button))
      draw(axis === 'log')
    }
  }
}
addEventListener('beforeprint', () => document.querySelectorAll('.plot').forEach((node) => Plotly.Plots.resize(node)))

// Rows in the order of a column, rising at the first press of its head; what is no number is written out.
function sort(table, head, place) {
  const rising = head.getAttribute('aria-sort') !== 'ascending'
  const orderOf = (row) => row.cells[place].dataset.order.replace(/^inf$/, 'Infinity')
  const apart = (one, other) => (isNaN(one) || isNaN(other) || one === other ? one.localeCompare(other) : one - other)
  const rows = [...table.tBodies[0].rows].sort((a, b) => apart(orderOf(a), orderOf(b)) * (rising ? 1 : -1))
  for (const other of head.parentNode.cells) other.removeAttribute('aria-sort')
  head.setAttribute('aria-sort', rising ? 'ascending' : 'descending')
  table.tBodies[0].append(...rows)
}

for (const table of document.querySelectorAll('.wide table')) {
  [...table.tHead.rows[0].cells].forEach((head, place) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    button.onclick = () => sort(table, head, place)
    head.append(button)
  })
}
