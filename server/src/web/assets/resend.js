// Counts down until a further code may be asked for. The server keeps the same limit.
for (const button of document.querySelectorAll('button[data-wait]')) {
  const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '')
  if (!(button instanceof HTMLButtonElement) || hint === null) continue
  const text = hint.dataset['wait'] ?? ''
  const until = performance.now() + Number(button.dataset['wait']) * 1000
  const tick = () => {
    const seconds = Math.ceil((until - performance.now()) / 1000)
    button.disabled = seconds > 0
    hint.hidden = seconds <= 0
    if (seconds <= 0) return
    hint.textContent = text.replace(
      '{time}',
      `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,
    )
    setTimeout(tick, 250)
  }
  tick()
}
