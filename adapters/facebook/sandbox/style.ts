/** One small sheet for the wall and the dialog, neutral on purpose: nobody shall take it for the real network. */
export const style = `
:root { color-scheme: light; --line: #d9dde3; --ink: #1d2430; --soft: #5b6675; --card: #fff; --back: #eef0f3; --mark: #1f5fa8 }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.45 system-ui, "Segoe UI", Roboto, sans-serif }
a { color: var(--mark) }
main { max-width: 36rem; margin: 0 auto; padding: 0 .75rem 3rem }
.hint { background: #fff4d6; border-bottom: 1px solid #e6cf8b; padding: .5rem .75rem; text-align: center; font-size: .9rem }
h1 { font-size: 1.35rem; margin: 1.25rem 0 .25rem }
.soft { color: var(--soft); font-size: .9rem; margin: 0 }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; overflow: hidden }
.head { display: flex; gap: .65rem; align-items: center; padding: .75rem .9rem .25rem }
.face { flex: none; width: 2.6rem; height: 2.6rem; border-radius: 50%; background: var(--mark); color: #fff; display: grid; place-items: center; font-weight: 600 }
.head strong { display: block; line-height: 1.25 }
.text { padding: .35rem .9rem .75rem; white-space: pre-wrap; overflow-wrap: anywhere }
.text details, .text summary { display: inline; list-style: none }
.text summary { cursor: pointer; color: var(--soft); font-weight: 600 }
.text summary::-webkit-details-marker, .text details[open] summary { display: none }
.photos { display: grid; gap: 2px; grid-template-columns: repeat(6, 1fr) }
.photos a { position: relative; display: block; grid-column: span 2; aspect-ratio: 1; background: #dfe3e8 }
.photos.n1 a { grid-column: span 6; aspect-ratio: auto }
.photos.n2 a, .photos.n4 a, .photos.n5 a:nth-child(-n+2), .photos.n3 a:nth-child(n+2) { grid-column: span 3 }
.photos.n3 a:first-child { grid-column: span 6; aspect-ratio: 3 / 2 }
.photos img { width: 100%; height: 100%; object-fit: cover; display: block }
.photos.n1 img { height: auto; max-height: 40rem; object-fit: contain }
.photos .more { position: absolute; inset: 0; display: grid; place-items: center; background: #0009; color: #fff; font-size: 1.6rem }
.link { display: block; color: inherit; text-decoration: none; border-top: 1px solid var(--line); background: #f5f6f8 }
.link img { width: 100%; display: block; aspect-ratio: 1.91; object-fit: cover }
.link span { display: block; padding: .15rem .9rem; overflow-wrap: anywhere }
.link span:first-of-type { padding-top: .6rem; color: var(--soft); font-size: .8rem; text-transform: uppercase }
.link span:last-of-type { padding-bottom: .7rem }
.link .title { font-weight: 600 }
.film { display: block; width: 100%; max-height: 40rem; background: #11151c }
.film.none { padding: 3rem 1rem; color: #fff; text-align: center }
.filmtitle { font-weight: 600; padding: .6rem .9rem 0; margin: 0 }
.counts { display: flex; gap: 1rem; justify-content: space-between; padding: .6rem .9rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem }
.counts ul { display: flex; gap: 1rem; margin: 0; padding: 0; list-style: none }
.pages { list-style: none; margin: 1rem 0; padding: 0 }
.pages a { display: flex; gap: .75rem; align-items: center; padding: .8rem; text-decoration: none; color: inherit }
.empty { padding: 2rem 1rem; text-align: center; color: var(--soft) }
form.card { padding: 0 1rem 1rem }
fieldset { border: 0; padding: 0; margin: 1rem 0 }
legend { font-weight: 600; padding: 0 }
label { display: flex; gap: .6rem; padding: .45rem 0; align-items: baseline }
label code { color: var(--soft); font-size: .8rem }
.buttons { display: flex; gap: .75rem; flex-wrap: wrap }
button { font: inherit; padding: .6rem 1.1rem; border-radius: .4rem; border: 1px solid var(--line); background: #fff; min-height: 2.75rem; cursor: pointer }
button.main { background: var(--mark); border-color: var(--mark); color: #fff }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px }
`
