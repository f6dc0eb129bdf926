import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Logger } from 'pino'
import { Registry } from 'prom-client'
import { publicOrigin } from './access/publicOrigin.ts'
import type { Config } from './config/config.ts'
import type { Database } from './database/database.ts'
import { migrate, underLock } from './database/migrate.ts'
import {
  addMissingIamResources,
  type CreatedInstance,
  type FirstStart,
  firstStart,
  reportUnservedDomain,
} from './features/instances/index.ts'
import { reportMissingProviders } from './features/notifications/index.ts'
import { addMissingKeys } from './features/web-keys/index.ts'
import { startListener } from './http/listener.ts'
import { startWorker } from './jobs/startWorker.ts'
import { migrations, openProduct } from './product.ts'
import { reportInsecureDomain } from './reportInsecureDomain.ts'
import { settleNames } from './settleNames.ts'

/** A running server. */
export interface RunningServer {
  readonly url: string
  readonly port: number
  /** The instance and credentials that the first start created; undefined on later starts. */
  readonly first: FirstStart | undefined
  /** Finishes running requests and jobs, then stops all parts of the server. */
  close(): Promise<void>
}

/** Hears what a start does, as the first one takes some seconds. */
export interface StartObserver {
  /** Something that takes time begins. */
  progress(step: string): void
  /** The first instance exists; its credentials are shown now, whatever happens afterwards. */
  created(first: FirstStart): void
}

/** Starts everything that needs an open database. Adds to `closers` what the end of the server closes, in reverse order. */
export async function startParts(on: {
  readonly config: Config
  readonly logger: Logger
  readonly observer: StartObserver
  readonly key: Uint8Array
  readonly database: Database
  readonly closers: (() => Promise<void>)[]
}): Promise<Omit<RunningServer, 'close'>> {
  const { config, logger, observer, key, database, closers } = on
  await migrate(database, migrations, { progress: observer.progress })
  const product = await openProduct({ config, database, masterKey: key, logger })
  closers.push(product.close)
  // One process at a time, so that a second one does not overwrite the token files of the first.
  const first = await underLock(database, async () => {
    await settleNames(product.deps)
    await addMissingIamResources(product.deps)
    await addMissingKeys(product.deps)
    return firstStart(product.deps, config, product.deps.clock.now(), (made) => keepTokens(config, made))
  })
  if (first) observer.created(first)
  else await reportUnservedDomain(product.deps, config)
  reportInsecureDomain(config, logger)
  await reportMissingProviders(product.deps)
  const metrics = new Registry()
  const worker = await startWorker({
    database,
    logger,
    clock: product.deps.clock,
    jobs: product.jobs,
    metrics,
  })
  closers.push(worker.stop)
  const listener = await startListener({
    host: config.host,
    port: config.port,
    ...(config.tls && { tls: config.tls }),
    dispatch: product.dispatch,
    endpoints: product.endpoints,
    trustedProxies: config.trustedProxies,
    logger,
    clock: product.deps.clock,
    metrics,
    ready: async () => void (await database.query('select 1')),
  })
  closers.push(listener.close)
  const { externalPort, externalDomain } = config
  const domain = externalPort === 0 ? `${externalDomain}:${listener.port}` : externalDomain
  return { url: publicOrigin(config, domain).url, port: listener.port, first }
}

/** Writes the tokens of the first machine users to their files, readable only by the owner. */
async function keepTokens(
  { firstInstance }: Config,
  made: Pick<CreatedInstance, 'machine' | 'loginClient'>,
): Promise<void> {
  const files = [
    [firstInstance.patPath, made.machine?.token],
    [firstInstance.loginClientPatPath, made.loginClient?.token],
  ] as const
  for (const [file, token] of files) {
    if (token === undefined) continue
    await mkdir(path.dirname(file), { recursive: true })
    await rm(file, { force: true })
    await writeFile(file, `${token}\n`, { mode: 0o600, flag: 'wx' })
  }
}
