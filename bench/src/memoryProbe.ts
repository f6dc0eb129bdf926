import { setTimeout as pause } from 'node:timers/promises'

// Loaded into the server by `node --import`; reports the memory in use after full collections to the bench.
process.on('message', async (message) => {
  if (message !== 'memory') return
  globalThis.gc?.()
  // Objects that the first collection finds closed, such as connections, release their buffers later.
  await pause(100)
  globalThis.gc?.()
  process.send?.(process.memoryUsage())
})
process.channel?.unref()
// A bench that was ended, by a signal to itself alone, leaves no servers behind.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
