import { defineCommand, runMain } from 'citty'
import type { Logger } from 'pino'
import { configArgument, prepare, print, reporting } from './command.ts'
import { version } from './config/version.ts'
import { firstLines, laterLines } from './greeting.ts'
import { followLoad } from './heapPace.ts'
import { lowerHelpers } from './helperThreads.ts'
import type { RunningServer } from './startParts.ts'
import { startServer } from './startServer.ts'

/** Read at once, because npm may end while the server starts. */
const startedBy = process.ppid

// A reader of the output may have gone, or its disk may be full; the server goes on.
for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined)

const start = defineCommand({
  meta: { name: 'start', description: 'run the server' },
  args: configArgument,
  run: reporting(async (args) => {
    const { config, logger } = prepare(args.config)
    const server = await startServer(config, logger, {
      progress: (step) => print(`  ${step}`),
      created: (first) => firstLines(config, first).forEach(print),
    })
    stopOnSignal(server, logger)
    lowerHelpers()
    print(`Sallyport ${version} listens on ${server.url}`)
    if (!server.first) laterLines(config).forEach(print)
    followLoad()
  }),
})

const main = defineCommand({
  meta: { name: 'sallyport', version, description: 'Sallyport, a self-hosted identity server' },
  subCommands: {
    start,
    log: async () => (await import('./logCommands.ts')).log,
    masterkey: async () => (await import('./logCommands.ts')).masterkey,
    version: defineCommand({
      meta: { name: 'version', description: 'print the version' },
      run: reporting(async () => print(version)),
    }),
  },
})

await runMain(main)

function stopOnSignal(server: RunningServer, logger: Logger): void {
  let stopping = false
  const stop = (cause: string) => {
    if (stopping) return
    stopping = true
    logger.info(`${cause}: stopping after running requests and jobs`)
    void server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  whenNpmEnds(() => stop('npm has ended'))
}

/** Stops when npm ends: `npm start` runs the server behind a shell, which does not forward npm's SIGTERM. */
function whenNpmEnds(ended: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const watch = setInterval(() => {
    if (process.ppid === startedBy) return
    clearInterval(watch)
    ended()
  }, 250)
  watch.unref()
}
