import { setTimeout as pause } from 'node:timers/promises'

// Loaded into the server by `node --import`: tells the bench what is really in use, after full collections.
process.on('message', async (asked) => {
  if (asked !== 'memory') return
  globalThis.gc?.()
  // What the first one finds closed, such as connections, lets go of its buffers only then.
  await pause(100)
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
process.channel?.unref()
