/** Signing out leaves nothing of what was typed behind in this browser. */
document.querySelector('form[action="/sign-out"]')?.addEventListener('submit', () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith('keep:')) localStorage.removeItem(key)
})
