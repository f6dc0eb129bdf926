// Closes an open list when something else is pressed, and on Escape.
/** @param {(list: HTMLDetailsElement) => boolean} which */
const close = (which) => {
  for (const list of document.querySelectorAll('details[data-closes][open]')) {
    if (list instanceof HTMLDetailsElement && which(list)) list.open = false
  }
}

document.addEventListener('click', ({ target }) =>
  close((list) => !(target instanceof Node && list.contains(target))),
)
document.addEventListener('keydown', ({ key }) => {
  if (key !== 'Escape') return
  close((list) => {
    if (list.contains(document.activeElement)) list.querySelector('summary')?.focus()
    return true
  })
})
