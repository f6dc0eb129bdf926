// Loaded into the server by `node --import`: tells the bench what is really in use, after a full collection.
process.on('message', (asked) => {
  if (asked !== 'memory') return
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
process.channel?.unref()

export {}
