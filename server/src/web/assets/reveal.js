// Shows and hides passwords. The field is a password again when its form is sent, so that browsers offer to save it.
for (const button of document.querySelectorAll('button[data-reveal]')) {
  const input = document.getElementById(button.getAttribute('data-reveal') ?? '')
  if (!(button instanceof HTMLButtonElement) || !(input instanceof HTMLInputElement)) continue
  const show = button.title
  const hide = button.dataset['hide'] ?? show
  /** @param {boolean} visible */
  const set = (visible) => {
    input.type = visible ? 'text' : 'password'
    button.title = visible ? hide : show
    button.setAttribute('aria-label', button.title)
    button.dataset['visible'] = String(visible)
  }
  button.addEventListener('click', () => {
    set(input.type === 'password')
    input.focus()
  })
  input.form?.addEventListener('submit', () => set(false))
  button.hidden = false
}
