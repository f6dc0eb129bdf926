/** Milliseconds between two looks. */
const period = 1_000

// Loaded into the server by `node --import`; reports the least heap in use since the last report: about what a collection has left.
let least = Number.POSITIVE_INFINITY
const look = () => {
  least = Math.min(least, process.memoryUsage().heapUsed)
}
setInterval(look, period).unref()
process.on('message', (message) => {
  if (message !== 'heap') return
  look()
  process.send?.(least)
  least = Number.POSITIVE_INFINITY
})
process.channel?.unref()
