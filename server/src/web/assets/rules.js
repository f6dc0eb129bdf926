// Ticks the rules that a new password keeps already. They are the server's; it decides.
/** @type {Record<string, RegExp>} */
const patterns = {
  uppercase: /[A-Z]/,
  lowercase: /[a-z]/,
  number: /[0-9]/,
  symbol: /[^a-zA-Z0-9]/,
}

for (const list of document.querySelectorAll('[data-rules]')) {
  const input = document.getElementById(list.getAttribute('data-rules') ?? '')
  if (!(input instanceof HTMLInputElement)) continue
  const tick = () => {
    for (const item of list.querySelectorAll('li')) {
      const rule = item.dataset['rule'] ?? ''
      const met = patterns[rule]?.test(input.value) ?? [...input.value].length >= Number(rule)
      item.dataset['met'] = String(met)
      item.querySelector('span')?.toggleAttribute('hidden', !met)
    }
  }
  input.addEventListener('input', tick)
  tick()
}
