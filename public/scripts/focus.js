/** A form that came back wrong: the banner that lists what to mend takes the focus, so that it is read first. */
document.querySelector('[data-focus="now"]')?.focus()
