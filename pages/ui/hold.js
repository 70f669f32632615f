/* Keeps the control in use where it is while the page is drawn again.

   A choice changes the heading above a control and the length of the page below it; both would move
   the control from under the reader's hand. Whatever was used last is put back before the browser
   paints. Where there is nothing left to scroll, the page is given room at its end or its top,
   until the reader goes on to another page. */
const MAIN = '[data-testid="stMain"]'
const ELEMENT = '[data-testid="stElementContainer"]'
/* A control that opens a box keeps its place while the box, which lies elsewhere, is used. */
const OPEN = `${MAIN} [aria-expanded="true"]`
/* Milliseconds after its last use for which a control is kept where it is. */
const LASTS = 8000

function holdInUse() {
  if (window.utiHold) return
  window.utiHold = true
  let held = null
  let top = 0
  let until = 0
  let page = ''
  let watched = null
  const place = () => held.getBoundingClientRect().top

  const keep = () => {
    const main = document.querySelector(MAIN)
    const content = main?.firstElementChild
    if (!content) return
    if (page !== window.location.pathname) {
      page = window.location.pathname
      held = null
      content.style.minHeight = content.style.marginTop = ''
    }
    if (!held?.isConnected || performance.now() > until) return
    const wanted = main.scrollTop + place() - top
    if (Math.abs(wanted - main.scrollTop) < 1) return
    if (wanted > main.scrollHeight - main.clientHeight) {
      content.style.minHeight = `${wanted + main.clientHeight}px`
    } else if (wanted < 0) {
      content.style.marginTop = `${(parseFloat(content.style.marginTop) || 0) - wanted}px`
    }
    main.scrollTop = wanted
  }
  const changed = new MutationObserver(() => {
    watch()
    keep()
  })
  const sized = new ResizeObserver(keep)
  const watch = () => {
    const content = document.querySelector(MAIN)?.firstElementChild
    if (content && content !== watched) {
      watched = content
      sized.disconnect()
      sized.observe(content)
    }
  }
  const take = (event) => {
    const used = event.target.closest?.(`${MAIN} ${ELEMENT}`) ?? document.querySelector(OPEN)
    if (!used) return
    held = used
    top = place()
    until = performance.now() + LASTS
  }
  for (const name of ['pointerdown', 'focusin', 'keydown']) {
    document.addEventListener(name, take, { capture: true, passive: true })
  }
  document.addEventListener('scroll', () => held?.isConnected && (top = place()), {
    capture: true,
    passive: true,
  })
  window.addEventListener('resize', () => (held = null))
  changed.observe(document.body, { childList: true, subtree: true, characterData: true })
  watch()
}
