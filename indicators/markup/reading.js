/* Data points one by one: by keyboard (previous and next, read out) and under the pointer.
   Beside a chart stands a list of its points as JSON; nothing depends on this script. */
function readPoints(root) {
  root.querySelectorAll('.reads').forEach((box) => {
    const list = box.querySelector('script.points')
    if (!list || box.dataset.ready) return
    box.dataset.ready = 'yes'
    const lines = JSON.parse(list.textContent)
    let line = 0
    let place = lines[0].points.length - 1
    const tell = (l, p) => {
      const [label, text, status] = lines[l].points[p]
      const name = lines.length > 1 || lines[l].name ? `${lines[l].name}, ` : ''
      return `${name}${label}: ${text}${status ? ` (${status})` : ''}`
    }
    const make = (tag, values, ...children) => {
      const made = Object.assign(document.createElement(tag), values)
      made.append(...children)
      return made
    }
    const drawing = () =>
      [...box.querySelectorAll('svg[role=img]')].find((svg) => svg.getClientRects().length)
    const group = (svg, geo) =>
      [...svg.querySelectorAll('g[data-geo]')].find((g) => g.dataset.geo === geo)
    /* The places of a line's points, read from the lines drawn; points alone are written out. */
    const spots = (svg, l) => {
      const g = group(svg, lines[l].geo)
      if (!g) return []
      const alone = new Map(
        (g.dataset.alone || '').split(' ').filter(Boolean).map((t) => {
          const [i, x, y] = t.split(',').map(Number)
          return [i, [x, y]]
        })
      )
      const drawn = [...g.querySelectorAll(':scope > g:first-child > polyline')].flatMap((p) =>
        p.getAttribute('points').split(' ').map((t) => t.split(',').map(Number))
      )
      return lines[l].points.map((_, i) => alone.get(i) || drawn.shift())
    }
    const clear = () => {
      box.querySelectorAll('.spot').forEach((s) => s.remove())
      box.querySelectorAll('.lit').forEach((s) => s.classList.remove('lit'))
    }
    const mark = (l, p) => {
      clear()
      const svg = drawing()
      if (!svg) return
      const row = lines[l].points[p][3]
      if (row) {
        group(svg, row)?.classList.add('lit')
        return
      }
      const at = spots(svg, l)[p]
      if (!at) return
      const spot = document.createElementNS('http://www.w3.org/2000/svg', 'circle')
      spot.setAttribute('class', 'spot')
      spot.setAttribute('cx', at[0])
      spot.setAttribute('cy', at[1])
      spot.setAttribute('r', 8)
      svg.append(spot)
    }
    const said = make('p', { className: 'said-point' })
    said.setAttribute('role', 'status')
    const step = (by) => {
      place = Math.min(Math.max(place + by, 0), lines[line].points.length - 1)
      said.textContent = `${tell(line, place)} – ${place + 1} of ${lines[line].points.length}`
      mark(line, place)
    }
    const button = (text, by) => {
      const made = make('button', { type: 'button', textContent: text })
      made.onclick = () => step(by)
      return made
    }
    const controls = make('div', { className: 'reader' })
    const open = make('button', { type: 'button', textContent: 'Read point by point' })
    open.setAttribute('aria-expanded', 'false')
    const inside = make('div', { className: 'reader-inside', hidden: true })
    inside.append(button('Previous', -1), button('Next', 1))
    if (lines.length > 1) {
      const select = make('select')
      lines.forEach((l, i) => select.append(make('option', { value: i, textContent: l.name })))
      select.onchange = () => {
        line = Number(select.value)
        place = lines[line].points.length - 1
        step(0)
      }
      inside.append(make('label', {}, 'Line ', select))
    }
    inside.append(said)
    inside.onkeydown = (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, Home: -1e6, End: 1e6 }[event.key]
      if (by === undefined || event.target.tagName === 'SELECT') return
      event.preventDefault()
      step(by)
    }
    open.onclick = () => {
      inside.hidden = !inside.hidden
      open.setAttribute('aria-expanded', String(!inside.hidden))
      if (inside.hidden) clear()
      else step(0)
    }
    controls.append(open, inside)
    box.append(controls)

    const tip = make('div', { className: 'tip', hidden: true })
    tip.setAttribute('aria-hidden', 'true')
    box.append(tip)
    const away = () => {
      tip.hidden = true
      if (inside.hidden) clear()
    }
    box.addEventListener('pointerleave', away)
    box.addEventListener('pointermove', (event) => {
      const svg = event.target.closest?.('svg[role=img]')
      if (!svg || !lines[0].geo) return away()
      const to = svg.getScreenCTM()
      const x = (event.clientX - to.e) / to.a
      const y = (event.clientY - to.f) / to.d
      let best = [30 * 30]
      lines.forEach((_, l) =>
        spots(svg, l).forEach((at, p) => {
          if (!at) return
          const far = (at[0] - x) ** 2 + (at[1] - y) ** 2
          if (far < best[0]) best = [far, l, p, at]
        })
      )
      if (best.length === 1) return away()
      mark(best[1], best[2])
      tip.textContent = tell(best[1], best[2])
      tip.hidden = false
      const ground = box.getBoundingClientRect()
      const left = best[3][0] * to.a + to.e - ground.left
      const top = best[3][1] * to.d + to.f - ground.top
      tip.style.left = `${Math.max(0, Math.min(left + 12, ground.width - tip.offsetWidth))}px`
      tip.style.top = `${Math.max(0, top - tip.offsetHeight - 12)}px`
    })
  })
}
