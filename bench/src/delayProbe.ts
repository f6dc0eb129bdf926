import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the server by `node --import`; reports the longest delay of the event loop and the memory since the last report.
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()
let resident = 0
setInterval(() => {
  resident = Math.max(resident, process.memoryUsage.rss())
}, 20).unref()
process.on('message', (message) => {
  if (message !== 'delay') return
  const report = { delay: delay.max / 1e6, resident: Math.max(resident, process.memoryUsage.rss()) }
  delay.reset()
  resident = 0
  process.send?.(report)
})
process.channel?.unref()
