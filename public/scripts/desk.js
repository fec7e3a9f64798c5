/** Comfort on every page; without it each page gives the same result. One small module a purpose. */
import './focus.js'
import './leave.js'
import './show.js'

// Loaded where the page has what they are for.
if (document.querySelector('[data-rows]')) await import('./rows.js')
if (document.querySelector('[data-live]')) await import('./live.js')
if (document.querySelector('[data-keep]')) await import('./keep.js')
if (document.querySelector('[data-count]')) await import('./count.js')
