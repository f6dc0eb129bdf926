import { type ProcessOptions, type ServerProcess, startServerProcess } from '../../e2e/src/serverProcess.ts'
import { observable } from './observeServer.ts'

/** A server whose readiness probe succeeds. */
export interface Started {
  readonly server: ServerProcess
  /** Until it was ready; they include the start of the process. */
  readonly seconds: number
}

/** Starts a server that reports its memory, and waits until its readiness probe succeeds. */
export function startUp(
  dataDir: string,
  nodeArguments: readonly string[] = [],
  program?: string,
): Promise<Started> {
  return startReady({
    dataDir,
    settings: { SALLYPORT_LOG_LEVEL: 'warn' },
    nodeArguments: [...observable, ...nodeArguments],
    ...(program !== undefined && { program }),
  })
}

/** Starts a server, and waits until its readiness probe succeeds. */
export async function startReady(options: ProcessOptions): Promise<Started> {
  const begun = performance.now()
  const server = await startServerProcess(options)
  while ((await fetch(`${server.url}/debug/ready`)).status !== 200) {
    // No pause is needed, as each probe queries the database.
  }
  return { server, seconds: (performance.now() - begun) / 1000 }
}
