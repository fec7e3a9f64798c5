/**
 * Keeps what is typed in a form and not yet saved, in this browser alone, and offers it again: after a crash, a session
 * that ended, a wrong click. A save on the server, or signing out, forgets it.
 */
const form = document.querySelector('form[data-keep]')
const bar = document.querySelector('[data-kept]')
const key = `keep:${form.dataset.keep}`
const silent = new Set(['hidden', 'submit', 'button', 'file', 'password'])

const fields = () => [...form.elements].filter(field => field.name && !silent.has(field.type))
const isTick = field => field.type === 'checkbox' || field.type === 'radio'
const read = () => fields().map(field => [field.name, isTick(field) ? field.checked : field.value])
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b)
/** The same fields in the same order: pictures or channels that came or went meanwhile make it another form. */
const fits = kept =>
  same(
    kept.map(([name]) => name),
    fields().map(field => field.name),
  )

function find() {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null')
    return Array.isArray(kept) && fits(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

const shown = read()
/** What stands in the fields was refused, and is nowhere but here. */
const refused = form.dataset.unsaved !== undefined
let timer
function keep() {
  clearTimeout(timer)
  timer = undefined
  try {
    if (!refused && same(read(), shown)) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(read()))
  } catch {
    // A browser that keeps nothing: the form works all the same.
  }
}
const forget = () => {
  bar.hidden = true
  localStorage.removeItem(key)
}

const saved = new URLSearchParams(location.search).has('done')
const kept = find()
if (refused) keep()
else if (saved || !kept || same(kept, shown)) forget()
else bar.hidden = false

bar.querySelector('[data-kept-take]').addEventListener('click', () => {
  for (const [at, field] of fields().entries()) {
    if (isTick(field)) field.checked = kept[at][1]
    else field.value = kept[at][1]
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  bar.hidden = true
  fields()[0]?.focus()
})
bar.querySelector('[data-kept-drop]').addEventListener('click', forget)

form.addEventListener('input', () => {
  timer ??= setTimeout(keep, 500)
})
addEventListener('pagehide', () => timer && keep())
