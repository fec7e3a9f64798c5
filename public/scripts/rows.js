/**
 * Keys in a list marked `data-rows`: `j` `k` move, `Enter` opens, and a letter presses the row's button that carries
 * it in `data-key`. Keys are read by place on the keyboard and never while a field has the focus or an input method
 * composes: Telex typing would eat letters.
 */
const list = document.querySelector('[data-rows]')
const rows = () => [...list.querySelectorAll('[data-row]')]
const current = () => document.activeElement?.closest('[data-row]')

document.addEventListener('keydown', event => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]')) return
  const all = rows()
  const at = all.indexOf(current())
  if (event.code === 'KeyJ' || event.code === 'KeyK') {
    const next = all[at < 0 ? 0 : at + (event.code === 'KeyJ' ? 1 : -1)]
    next?.focus()
    next?.scrollIntoView({ block: 'nearest' })
  } else if (event.code === 'Enter' && document.activeElement === all[at] && at >= 0) {
    all[at].querySelector('a[href]')?.click()
  } else if (at >= 0 && /^Key[A-Z]$/.test(event.code)) {
    const button = all[at].querySelector(`[data-key="${event.code.slice(3).toLowerCase()}"]`)
    if (!button) return
    button.click()
  } else return
  event.preventDefault()
})
