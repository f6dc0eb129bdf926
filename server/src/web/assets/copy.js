// Copies a text to the clipboard.
for (const button of document.querySelectorAll('button[data-copy]')) {
  const source = document.getElementById(button.getAttribute('data-copy') ?? '')
  if (!(button instanceof HTMLButtonElement) || source === null || !navigator.clipboard) continue
  const text = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(source.dataset['text'] ?? source.textContent ?? '')
    button.textContent = button.dataset['done'] ?? text
    setTimeout(() => {
      button.textContent = text
    }, 2000)
  })
}
