/**
 * A region marked `data-live` asks for itself again every 15 seconds while it is looked at. Rows that changed are
 * marked for five seconds and announced in one sentence; the row that has the focus or the pointer is left as it is.
 */
const region = document.querySelector('[data-live]')
const told = document.querySelector('[data-live-told]')
const clock = document.querySelector('[data-live-clock]')
const every = 15_000
let good = Date.now()

const key = row => row.dataset.row
const isUsed = row => row.matches(':hover') || row.contains(document.activeElement)

async function look() {
  if (document.visibilityState !== 'visible') return
  let page
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' }, redirect: 'error' })
    if (!answer.ok) throw new Error(String(answer.status))
    page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch {
    if (Date.now() - good > 60_000 && clock) {
      clock.textContent = clock.dataset.lost
      clock.classList.add('lt-counter-over')
    }
    return
  }
  const fresh = page.querySelector('[data-live]')
  if (!fresh) return
  good = Date.now()
  const freshClock = page.querySelector('[data-live-clock]')
  if (clock && freshClock) {
    clock.textContent = freshClock.textContent
    clock.dataset.lost = freshClock.dataset.lost
    clock.classList.remove('lt-counter-over')
  }
  const counters = document.querySelector('[data-live-counters]')
  const freshCounters = page.querySelector('[data-live-counters]')
  if (counters && freshCounters && !counters.contains(document.activeElement))
    counters.replaceChildren(...freshCounters.children)
  swap(fresh)
}

function swap(fresh) {
  const before = new Map([...region.querySelectorAll('[data-row]')].map(row => [key(row), row]))
  const after = [...fresh.querySelectorAll('[data-row]')]
  const body = region.querySelector('[data-live-rows]')
  if (!body || [...before.values()].some(isUsed)) {
    // Somebody is in the list: only rows that stay are renewed, and never the one in use.
    let changed = 0
    for (const row of after) {
      const old = before.get(key(row))
      if (!old || isUsed(old) || old.dataset.stamp === row.dataset.stamp) continue
      old.replaceWith(document.adoptNode(row))
      mark(row)
      changed++
    }
    say(changed)
    return
  }
  const changed = after.filter(row => before.get(key(row))?.dataset.stamp !== row.dataset.stamp)
  body.replaceChildren(...after.map(row => document.adoptNode(row)))
  for (const row of changed) mark(row)
  say(changed.length)
}

function mark(row) {
  row.classList.add('lt-changed')
  setTimeout(() => row.classList.remove('lt-changed'), 5000)
}

function say(count) {
  if (count && told) told.textContent = told.dataset.sentence.replace('{n}', count)
}

setInterval(look, every)
document.addEventListener('visibilitychange', look)
