/** Shows and hides the password; the button is only there with script. */
for (const button of document.querySelectorAll('[data-shows]')) {
  const field = document.getElementById(button.dataset.shows)
  const show = button.textContent
  button.hidden = false
  button.addEventListener('click', () => {
    const shown = field.type === 'text'
    field.type = shown ? 'password' : 'text'
    button.textContent = shown ? show : button.dataset.hide
    button.setAttribute('aria-pressed', String(!shown))
  })
}
