// A query's field: a plain text area, with a list of what could follow at the caret.
// As a Streamlit component (version 2) it takes { label, hint, text, turn, most, names }.
// `text` goes into the field when `turn` is another; else what the reader has typed stands.
// It says { text, turn } when the reader leaves the field, and `run` on Ctrl+Enter.

const SHOWN_LETTERS = 2
let fields = 0

function made(parent) {
  fields += 1
  const id = `query-${fields}`
  // Beside the styles, which are in the same place.
  const field = document.createElement('div')
  field.className = 'query-field'
  field.innerHTML =
    `<label for="${id}"></label><div class="query-place">` +
    `<textarea id="${id}" rows="12" spellcheck="false" autocomplete="off" autocapitalize="off"` +
    ` autocorrect="off" aria-autocomplete="list" aria-haspopup="listbox"` +
    ` aria-controls="${id}-list" aria-describedby="${id}-hint"></textarea>` +
    `<ul id="${id}-list" role="listbox" tabindex="0" aria-label="Completions" hidden></ul></div>` +
    `<p id="${id}-hint" class="query-hint"></p><p class="query-told" role="status"></p>`
  parent.append(field)
  return {
    label: field.querySelector('label'),
    area: field.querySelector('textarea'),
    list: field.querySelector('ul'),
    hint: field.querySelector('.query-hint'),
    told: field.querySelector('.query-told'),
  }
}

// Writes as the reader would, so that undo takes it back. The old way is the only one that does.
function write(area, from, to, text) {
  area.setSelectionRange(from, to)
  if (!document.execCommand('insertText', false, text)) {
    area.setRangeText(text, from, to, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
}

// Where the caret is within the area, in pixels: the text before it is set again in a like box.
function caretOf(area) {
  const like = document.createElement('div')
  const style = getComputedStyle(area)
  for (const name of ['font', 'letterSpacing', 'padding', 'border', 'boxSizing', 'tabSize']) {
    like.style[name] = style[name]
  }
  like.style.cssText += ';position:absolute;visibility:hidden;top:0;left:0;'
  like.style.whiteSpace = 'pre-wrap'
  like.style.overflowWrap = 'break-word'
  like.style.width = `${area.clientWidth}px`
  like.textContent = area.value.slice(0, area.selectionStart)
  const end = document.createElement('span')
  end.textContent = '\u200b'
  like.append(end)
  area.parentElement.append(like)
  const found = { left: end.offsetLeft, top: end.offsetTop + end.offsetHeight - area.scrollTop }
  like.remove()
  return found
}

function queryField(parent) {
  const { label, area, list, hint, told } = made(parent)
  const state = { data: null, said: null, offer: null, at: -1, say: () => {}, run: () => {} }

  function send() {
    if (area.value === state.said) return
    state.said = area.value
    state.say({ text: area.value, turn: state.data.turn })
  }

  function close() {
    if (!state.offer) return
    state.offer = null
    list.hidden = true
    list.replaceChildren()
    area.removeAttribute('aria-activedescendant')
    told.textContent = ''
  }

  function choose(at) {
    const options = [...list.children]
    options[state.at]?.setAttribute('aria-selected', 'false')
    state.at = (at + options.length) % options.length
    const option = options[state.at]
    option.setAttribute('aria-selected', 'true')
    area.setAttribute('aria-activedescendant', option.id)
    // Not scrollIntoView: that would move the page too.
    if (option.offsetTop < list.scrollTop) list.scrollTop = option.offsetTop
    const below = option.offsetTop + option.offsetHeight - list.clientHeight
    if (below > list.scrollTop) list.scrollTop = below
  }

  function accept(at) {
    const { from } = state.offer
    const { text } = state.offer.items[at]
    close()
    write(area, from, area.selectionStart, text)
    close()
  }

  function option(item, at) {
    const line = document.createElement('li')
    line.id = `${list.id}-${at}`
    line.setAttribute('role', 'option')
    line.setAttribute('aria-selected', 'false')
    const name = document.createElement('span')
    name.textContent = item.text
    const about = document.createElement('small')
    about.textContent = item.kind || item.about
    line.append(name, ' ', about)
    line.title = item.about
    line.onclick = () => accept(at)
    return line
  }

  function place() {
    const caret = caretOf(area)
    list.style.top = `${Math.max(0, Math.min(caret.top, area.offsetHeight)) + 2}px`
    const room = area.offsetWidth - list.offsetWidth
    list.style.left = `${Math.max(0, Math.min(caret.left, room))}px`
  }

  function offer(asked) {
    const found = completions(area.value, area.selectionStart, state.data.names)
    const enough = asked || found.wanted || found.typed.length >= SHOWN_LETTERS
    if (!enough || !found.items.length || area.selectionStart !== area.selectionEnd) {
      close()
      if (asked && !found.items.length) told.textContent = 'Nothing to complete here.'
      return
    }
    state.offer = found
    state.at = -1
    list.replaceChildren(...found.items.map(option))
    list.hidden = false
    list.scrollTop = 0
    place()
    choose(0)
    const number = found.items.length
    told.textContent = `${number} ${number === 1 ? 'completion' : 'completions'}.`
  }

  const keys = {
    ArrowDown: () => choose(state.at + 1),
    ArrowUp: () => choose(state.at - 1),
    Enter: () => accept(state.at),
    Tab: () => accept(state.at),
    Escape: close,
  }

  area.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const held = event.ctrlKey || event.metaKey
    if (held && event.key === 'Enter') {
      event.preventDefault()
      close()
      send()
      state.run()
    } else if (event.ctrlKey && event.code === 'Space') {
      event.preventDefault()
      offer(true)
    } else if (state.offer && !held && !event.altKey && !event.shiftKey && keys[event.key]) {
      event.preventDefault()
      event.stopPropagation()
      keys[event.key]()
    } else if (['ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'].includes(event.key)) {
      close()
    }
  })
  area.addEventListener('input', (event) => {
    if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') close()
    else if (!event.isComposing) offer(false)
  })
  area.addEventListener('compositionend', () => offer(false))
  area.addEventListener('scroll', () => state.offer && place())
  area.addEventListener('click', close)
  area.addEventListener('blur', () => {
    close()
    send()
  })
  // The field keeps its focus, and a touch screen its keyboard, while the list is used.
  list.addEventListener('mousedown', (event) => event.preventDefault())
  // On some phones a tap on a button does not take the focus away, and the query must be there.
  const before = (event) => parent.contains(event.target) || send()
  document.addEventListener('pointerdown', before, true)

  // An example takes the place of a query; undo must bring the query back.
  function put(text) {
    const focused = document.activeElement
    close()
    if (!area.value) area.value = text
    else {
      area.focus({ preventScroll: true })
      write(area, 0, area.value.length, text)
      close()
      focused?.focus?.({ preventScroll: true })
    }
    area.setSelectionRange(text.length, text.length)
    area.scrollTop = 0
  }

  return {
    end: () => document.removeEventListener('pointerdown', before, true),
    show({ data, setStateValue, setTriggerValue }) {
      state.say = (said) => setStateValue('said', said)
      state.run = () => setTriggerValue('run', true)
      label.textContent = data.label
      hint.textContent = data.hint
      area.maxLength = data.most
      const before = state.data
      state.data = data
      if (before?.turn === data.turn) return
      state.said = data.text
      if (!before) area.value = data.text
      // A lower number is another session, after a lost connection: the reader's text stands.
      else if (data.turn < before.turn) send()
      else put(data.text)
    },
  }
}

const known = new WeakMap()

export default function (component) {
  const parent = component.parentElement
  if (!parent.querySelector('.query-field')) known.set(parent, queryField(parent))
  known.get(parent).show(component)
  return () => {
    known.get(parent)?.end()
  }
}
