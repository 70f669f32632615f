/* What a page gains where script runs. Nothing depends on it. */
readPoints(document)

/* A country named anew in the chart and marked in the tables. */
document.querySelectorAll('[data-choose]').forEach((place) => {
  const names = JSON.parse(place.dataset.choose)
  const label = document.createElement('label')
  label.textContent = 'Show a country in colour'
  label.htmlFor = 'choose'
  const select = document.createElement('select')
  select.id = 'choose'
  select.append(new Option('None', ''))
  Object.entries(names).forEach(([geo, name]) => select.append(new Option(name, geo)))
  select.onchange = () => {
    document.querySelectorAll('.chosen').forEach((e) => e.classList.remove('chosen'))
    if (!select.value) return
    document.querySelectorAll('main svg g[data-geo]').forEach((g) => {
      if (g.dataset.geo !== select.value) return
      g.classList.add('chosen')
      g.parentNode.append(g)
    })
    document.querySelectorAll('main tbody th').forEach((th) => {
      const row = th.parentNode
      const named = [...row.children].slice(0, 2).some((c) => c.textContent === names[select.value])
      if (named) row.classList.add('chosen')
    })
  }
  place.append(label, select)
})

/* The list of indicators, narrowed by words. */
document.querySelectorAll('[data-filter]').forEach((place) => {
  const label = document.createElement('label')
  label.textContent = 'Find'
  label.htmlFor = 'find'
  const input = document.createElement('input')
  input.id = 'find'
  input.type = 'search'
  input.autocomplete = 'off'
  input.placeholder = 'Words in a title or description'
  const told = document.createElement('span')
  told.setAttribute('role', 'status')
  const items = [...document.querySelectorAll('.uti.index li')]
  const texts = items.map((item) => item.textContent.toLowerCase())
  input.oninput = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    items.forEach((item, i) => {
      item.hidden = !words.every((word) => texts[i].includes(word))
      shown += !item.hidden
    })
    document.querySelectorAll('.uti.index section').forEach((section) => {
      section.hidden = !section.querySelector('li:not([hidden])')
    })
    told.textContent = words.length ? `${shown} of ${items.length} indicators` : ''
  }
  place.append(label, input, told)
})
