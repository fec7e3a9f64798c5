/**
 * Counters beside fields, in the network's own unit over NFC text, as the server counts them. Read aloud once, a
 * second after typing stops, and only beyond 90 % of the limit.
 */
const segmenter = new Intl.Segmenter('vi', { granularity: 'grapheme' })
const encoder = new TextEncoder()
const counts = {
  codepoint: text => [...text].length,
  utf16: text => text.length,
  byte: text => encoder.encode(text).length,
  grapheme: text => [...segmenter.segment(text)].length,
}

for (const counter of document.querySelectorAll('[data-count]')) {
  const field = document.getElementById(counter.dataset.count)
  const aloud = counter.parentElement.querySelector('[data-count-aloud]')
  const max = Number(counter.dataset.max)
  const number = new Intl.NumberFormat(document.documentElement.lang === 'vi' ? 'vi-VN' : 'en-GB')
  let wait
  const show = () => {
    const used = counts[counter.dataset.unit](field.value.replace(/\r\n?/g, '\n').normalize('NFC'))
    counter.textContent = counter.dataset.sentence.replace('{used}', number.format(used))
    counter.classList.toggle('lt-counter-over', used > max)
    clearTimeout(wait)
    if (aloud && used > max * 0.9) wait = setTimeout(() => (aloud.textContent = counter.textContent), 1000)
  }
  field.addEventListener('input', show)
}
