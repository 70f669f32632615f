// What could follow in a query: tables, columns, values in quotes and words of SQL, at the caret.
// Pure: it reads the text and the names, and touches no page.
//
// Names: { tables: [[name, about]], columns: { table: [[name, about]] },
//          values: { column: [[value, about]] }, words: [word] }.

const MOST = 60
// After these a table is wanted, and no column.
const WANTS_TABLE = /\b(?:from|join|describe|summarize)\s+$/i
// `column = '`, `column IN ('a', '`: in which column's values the caret stands.
const VALUE_OF = /(\w+)\s*(?:=|<>|!=|\bnot\s+in\s*\([^()]*|\bin\s*\([^()]*)\s*$/i

// Where the caret stands: in code, in 'text' or "name" that begins at `start`, or in a comment.
function standing(text, caret) {
  let kind = 'code'
  let start = 0
  for (let at = 0; at < caret; at += 1) {
    const two = text.slice(at, at + 2)
    if (kind === 'code') {
      if (two === '--') kind = 'line'
      else if (two === '/*') kind = 'block'
      else if (text[at] === "'") kind = 'text'
      else if (text[at] === '"') kind = 'name'
      if (kind !== 'code') start = at + 1
      if (kind === 'block') at += 1
    } else if (kind === 'line') {
      if (text[at] === '\n') kind = 'code'
    } else if (kind === 'block') {
      if (two === '*/') {
        kind = 'code'
        at += 1
      }
    } else if (text[at] === (kind === 'text' ? "'" : '"')) kind = 'code'
  }
  return { kind, start }
}

// The query without texts and comments, so that a name in one of them names nothing.
const bare = (text) => text.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'[^']*'?/g, ' ')

// Tables that the query names, and what each alias stands for.
function named(text, names) {
  const code = bare(text)
  const tables = []
  const aliases = {}
  for (const [table] of names.tables) {
    const found = new RegExp(`\\b(?:from|join|,)\\s*${table}\\b(?:\\s+(?:as\\s+)?(\\w+))?`, 'gi')
    for (const [, alias] of code.matchAll(found)) {
      if (!tables.includes(table)) tables.push(table)
      if (alias) aliases[alias.toLowerCase()] = table
    }
    aliases[table] = table
  }
  return { tables, aliases }
}

// Those that begin with what is typed, then those that hold it after a `_`. One that is typed in
// full offers nothing more, so that Enter is a new line again.
function matching(items, typed) {
  const part = typed.toLowerCase()
  if (part && items.some((item) => item.text.toLowerCase() === part)) return []
  const begins = items.filter((item) => item.text.toLowerCase().startsWith(part))
  const holds = items.filter(
    (item) =>
      part && !begins.includes(item) &&
      (item.text.toLowerCase().includes(`_${part}`) || item.also?.toLowerCase().includes(part)),
  )
  return [...begins, ...holds].slice(0, MOST)
}

function ofCode(text, caret, names) {
  const before = text.slice(0, caret)
  const typed = /[A-Za-z_]\w*$/.exec(before)?.[0] ?? ''
  const from = caret - typed.length
  const { tables, aliases } = named(text, names)
  const owner = /(\w+)\.$/.exec(before.slice(0, from))?.[1]
  const columns = (table) =>
    names.columns[table].map(([name, about]) => ({ text: name, kind: `column of ${table}`, about }))
  if (owner) {
    const table = aliases[owner.toLowerCase()]
    const items = table ? matching(columns(table), typed) : []
    return { from, typed, items, wanted: Boolean(table) }
  }
  if (/\w$/.test(before.slice(0, from))) return { from, typed, items: [], wanted: false }
  const seen = new Set()
  const every = (tables.length ? tables : Object.keys(names.columns))
    .flatMap(columns)
    .filter((item) => !seen.has(item.text) && seen.add(item.text))
  const all = names.tables.map(([name, about]) => ({ text: name, kind: 'table', about }))
  const lower = typed !== '' && typed === typed.toLowerCase()
  const words = names.words.map((word) => ({
    text: lower ? word.toLowerCase() : word,
    kind: 'SQL',
    about: '',
  }))
  const wanted = WANTS_TABLE.test(before.slice(0, from)) ? all : [...every, ...all]
  return { from, typed, items: matching([...wanted, ...words], typed), wanted: false }
}

// { from, typed, items, wanted }: what is typed begins at `from`; `items` are { text, kind, about };
// `wanted` says that they may be offered before a letter is typed.
export function completions(text, caret, names) {
  const { kind, start } = standing(text, caret)
  if (kind === 'code') return ofCode(text, caret, names)
  const column = kind === 'text' && VALUE_OF.exec(text.slice(0, start - 1))?.[1]
  const known = column && names.values[column.toLowerCase()]
  const typed = text.slice(start, caret)
  if (!known) return { from: start, typed, items: [], wanted: false }
  const values = known.map(([value, about]) => ({ text: value, kind: '', about, also: about }))
  return { from: start, typed, items: matching(values, typed), wanted: true }
}
