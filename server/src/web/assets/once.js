// Sends a form once, however often its buttons are pressed. A page that the back button restores can be sent again.
/** @type {Map<HTMLFormElement, Element | null>} */
const sent = new Map()

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || !('once' in form.dataset) || event.defaultPrevented) return
  if (sent.has(form)) {
    event.preventDefault()
    return
  }
  sent.set(form, event.submitter)
  event.submitter?.setAttribute('aria-busy', 'true')
})

addEventListener('pageshow', () => {
  for (const button of sent.values()) button?.removeAttribute('aria-busy')
  sent.clear()
})
