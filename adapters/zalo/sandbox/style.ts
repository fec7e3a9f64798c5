/** One small sheet for the wall and the dialog, neutral on purpose: nobody shall take it for the real network. */
export const style = `
:root { color-scheme: light; --line: #d9dde3; --ink: #1d2430; --soft: #5b6675; --card: #fff; --back: #eef0f3; --mark: #14606b }
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif }
a { color: var(--mark) }
main { max-width: 40rem; margin: 0 auto; padding: 0 .75rem 3rem }
.hint { background: #fff4d6; border-bottom: 1px solid #e6cf8b; padding: .5rem .75rem; text-align: center; font-size: .9rem }
h1 { font-size: 1.35rem; line-height: 1.3; margin: 1.25rem 0 .25rem; overflow-wrap: anywhere }
.soft { color: var(--soft); font-size: .9rem; margin: 0 }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; overflow: hidden }
.row { display: flex; gap: .8rem; padding: .8rem; color: inherit; text-decoration: none }
.row img { flex: none; width: 7rem; aspect-ratio: 16 / 9; object-fit: cover; border-radius: .35rem; background: #dfe3e8 }
.row strong { display: block; line-height: 1.3; overflow-wrap: anywhere }
.list { list-style: none; margin: 1rem 0; padding: 0 }
article video { display: block; width: 100%; background: #000; margin: 1rem 0 .25rem }
article img { display: block; width: 100%; height: auto; margin: 1rem 0 .25rem }
article p { margin: .8rem 0; white-space: pre-wrap; overflow-wrap: anywhere }
.lead { font-weight: 600 }
.empty { padding: 2rem 1rem; text-align: center; color: var(--soft) }
form.card { padding: 0 1rem 1rem }
fieldset { border: 0; padding: 0; margin: 1rem 0 }
legend { font-weight: 600; padding: 0 }
label { display: flex; gap: .6rem; padding: .45rem 0; align-items: baseline }
.buttons { display: flex; gap: .75rem; flex-wrap: wrap }
button { font: inherit; padding: .6rem 1.1rem; border-radius: .4rem; border: 1px solid var(--line); background: #fff; min-height: 2.75rem; cursor: pointer }
button.main { background: var(--mark); border-color: var(--mark); color: #fff }
:focus-visible { outline: 3px solid #f2a900; outline-offset: 2px }
`
