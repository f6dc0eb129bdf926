import { type ServerProcess, startServerProcess } from '../../e2e/src/serverProcess.ts'
import { observable } from './observeServer.ts'

/** Starts a server and waits until its readiness probe succeeds; the seconds include the start of the process. */
export async function startUp(
  dataDir: string,
  nodeArguments: readonly string[] = [],
  program?: string,
): Promise<{ readonly server: ServerProcess; readonly seconds: number }> {
  const begun = performance.now()
  const server = await startServerProcess({
    dataDir,
    settings: { SALLYPORT_LOG_LEVEL: 'warn' },
    nodeArguments: [...observable, ...nodeArguments],
    ...(program !== undefined && { program }),
  })
  while ((await fetch(`${server.url}/debug/ready`)).status !== 200) {
    // No pause is needed, as each probe queries the database.
  }
  return { server, seconds: (performance.now() - begun) / 1000 }
}
