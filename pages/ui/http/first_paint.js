// Shows the first sight of a page until the live page can take its place, then gives it way in one
// step, without a jump: where the reader had scrolled to and what was focused are kept.
window.prerenderReady = false
// Streamlit's client need not ask where its server is, nor wait for what the server would say: it
// opens its websocket at once. (It reads these at its start, and runs after this script.)
window.__streamlit = {
  BACKEND_BASE_URL: `${location.origin}/`,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
}
;(() => {
  const page = document.documentElement
  const first = document.getElementById('first-paint')
  const root = document.getElementById('root')
  const { client, chart, parts, library } = document.currentScript.dataset
  const fetchAll = (rel, addresses) => {
    for (const href of addresses.split(' ')) {
      const link = document.createElement('link')
      Object.assign(link, { rel, href, crossOrigin: '' })
      if (rel === 'prefetch') link.as = 'script'
      document.head.append(link)
    }
  }
  const wide = matchMedia('(min-width: 701px)').matches && !/Mobi/.test(navigator.userAgent)
  const painted = new Promise((done) => {
    new PerformanceObserver(done).observe({ type: 'paint', buffered: true })
    setTimeout(done, document.hidden ? 0 : 1500) // a page that is not seen is not painted
  })
  // Nothing comes before the first sight. Then the chart library is fetched, which is large, and
  // Streamlit's client started, with the parts that it would ask for when the server has answered:
  // it draws an element in one go whose part is there. The library takes long to start, and is left
  // to the client: while it starts, the rest of the page is there to be drawn.
  painted.then(() => {
    if (chart === 'here' && wide) fetchAll('modulepreload', library)
    import(client).then(() => {
      // Streamlit asks for them again, and tells of a failure.
      for (const part of parts.split(' ')) import(part).catch(() => {})
    })
  })
  const later = () => {
    if (chart !== 'later' || !wide || navigator.connection?.saveData) return
    const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1))
    setTimeout(() => idle(() => fetchAll('prefetch', library)), 5000)
  }
  const main = () => root.querySelector('[data-testid="stMain"]')
  const skip = document.querySelector('.skip')
  // Ready is a page that has been drawn to its foot, with the charts that are seen at first. A chart
  // that does not come is not waited for longer than four seconds; nor is the foot of a long page,
  // once as much stands there as the first sight holds.
  const since = {}
  const lasts = (what, milliseconds) => {
    since[what] ??= performance.now()
    return performance.now() - since[what] > milliseconds
  }
  const ready = () => {
    const live = root.querySelector('.stMainBlockContainer')
    if (!live?.querySelector('.uti')) return false
    if (!root.querySelector('.foot')) {
      const enough = live.querySelector('h1') && live.offsetHeight >= first.offsetHeight
      if (!enough || !lasts('enough', 1500)) return false
    } else if (lasts('foot', 4000)) return true
    const seen = [...root.querySelectorAll('[data-testid="stPlotlyChart"]')].filter((one) => {
      const box = one.getBoundingClientRect()
      return box.width && box.top < innerHeight
    })
    return seen.every((one) => one.querySelector('.main-svg'))
  }
  const show = () => {
    const skipping = document.activeElement === skip
    const at = document.activeElement?.getAttribute?.('href')
    const top = page.scrollTop
    const here = first.contains(document.activeElement)
    first.remove()
    skip.remove() // the live page has one of its own
    page.classList.remove('first')
    main()?.scrollTo(0, top)
    if (skipping) root.querySelector('[data-testid="stSkipToContent"]')?.focus()
    if (here && at) root.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus()
    later()
  }
  // Looked for once a frame: to measure more often would lay the page out more often.
  let waiting = false
  const look = () => {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      if (!ready()) return
      watch.disconnect()
      clearInterval(clock)
      show()
    })
  }
  const watch = new MutationObserver(look)
  watch.observe(root, { childList: true, subtree: true })
  const clock = setInterval(look, 500)
})()
