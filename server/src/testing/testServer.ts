import type { DescService } from '@bufbuild/protobuf'
import { type Client, createClient, type Interceptor } from '@connectrpc/connect'
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node'
import { afterAll } from 'vitest'
import { type Config, loadConfig } from '../config/config.ts'
import { type FirstStart, firstStart } from '../features/instances/index.ts'
import { startListener } from '../http/listener.ts'
import type { TaskHandler } from '../jobs/task.ts'
import { type Clock, systemClock } from '../kernel/clock.ts'
import { openLogger } from '../kernel/openLogger.ts'
import { migrations, openProduct, type Product } from '../product.ts'
import { recordCalls } from './recordCalls.ts'
import { recordOperation } from './recordExample.ts'
import { runJobs } from './runJobs.ts'
import { createTestDatabase, openTestDatabase, type TestDatabase } from './testDatabase.ts'

/** A whole server in this process, on a database of its own, with its first instance. */
export interface TestServer {
  readonly url: string
  readonly port: number
  /** The time it lives in. */
  readonly clock: Clock
  /** Ids are plain texts here, as clients have them. */
  readonly first: Omit<FirstStart, 'instanceId' | 'orgId'> & {
    readonly instanceId: string
    readonly orgId: string
  }
  /** The first instance's administrator (IAM_OWNER, ORG_OWNER). */
  readonly adminToken: string
  readonly product: Product
  readonly testDatabase: TestDatabase
  /** A typed client over Connect (gRPC on request), with a token and headers of your choice. */
  client<Service extends DescService>(service: Service, options?: ClientOptions): Client<Service>
  /** A REST call; JSON in, status and JSON out. */
  rest(method: string, path: string, options?: RestOptions): Promise<RestReply>
  /** Runs every job that is due, in this process, until none is left; the tasks are the product's unless given. */
  runJobs(tasks?: readonly TaskHandler[]): Promise<void>
  close(): Promise<void>
  /** Closes, and throws unless all that was done left a log that verifies. */
  closeVerified(): Promise<void>
}

/** The protocols of the contract's typed clients; REST has `rest`. */
export type Protocol = 'connect' | 'grpc' | 'grpc-web'

/** The caller of a client over gRPC or Connect. */
export interface ClientOptions {
  /** The administrator's token unless given; null sends none. */
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly protocol?: Protocol
}

/** The caller and body of a REST call. */
export interface RestOptions extends Pick<ClientOptions, 'token' | 'headers'> {
  readonly body?: unknown
}

/** The reply to a REST call. */
export interface RestReply {
  readonly status: number
  /** The parsed body; the text of a body that is no JSON object. */
  readonly json: unknown
  readonly headers: Headers
}

/** Settings of a test server; `clock` lets tests set the time. */
export interface TestServerOptions {
  readonly clock?: Clock
  /** Receives the lines of the log; nothing is logged without it. */
  readonly onLogLine?: (line: string) => void
  readonly environment?: Readonly<Record<string, string>>
  /** The options of `create database` that choose another locale than the run's. */
  readonly locale?: string
  /** Serves the database of this server as another process does, and is closed before it. */
  readonly beside?: TestServer
}

/**
 * Starts the server of the test file that calls this at its top level (`const server = await testServer()`). After the
 * file's last test it closes the server and fails unless the log verifies.
 */
export async function testServer(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  afterAll(() => server.closeVerified())
  return server
}

/** Starts a server that the caller closes. */
export async function startTestServer({
  clock = systemClock,
  onLogLine,
  environment,
  locale,
  beside,
}: TestServerOptions = {}): Promise<TestServer> {
  const logger = openLogger(onLogLine ? 'debug' : 'silent', { write: (line) => onLogLine?.(line) })
  const testDatabase = beside
    ? openTestDatabase(beside.testDatabase.url)
    : await createTestDatabase(migrations, locale)
  const config: Config = loadConfig({
    environment: {
      SALLYPORT_PORT: '0',
      SALLYPORT_OUTBOUND_ALLOW: 'loopback',
      ...environment,
    },
  })
  const product = await openProduct({
    config,
    database: testDatabase.database,
    masterKey: Buffer.alloc(32, 7),
    logger,
    clock,
  })
  const first = beside?.first ?? (await firstStart(product.deps, config, clock.now()))
  if (!first?.machine?.token) throw new Error('the first start made no administrator')
  const adminToken = first.machine.token
  const listener = await startListener({
    host: '127.0.0.1',
    port: 0,
    dispatch: recordCalls(product.dispatch),
    endpoints: product.endpoints,
    trustedProxies: config.trustedProxies,
    ...(config.tls && { tls: config.tls }),
    logger,
    clock,
    ready: async () => undefined,
  })
  const url = `http://localhost:${listener.port}`
  const close = async () => {
    await listener.close()
    await product.close()
    await testDatabase.close()
  }
  return {
    url,
    port: listener.port,
    clock,
    first,
    adminToken,
    product,
    testDatabase,
    client: (service, options) => createClient(service, transport(url, adminToken, options)),
    async rest(method, path, options) {
      const reply = await rest(url, adminToken, method, path, options)
      recordOperation(product.deps, { method, path, body: options?.body }, reply)
      return reply
    },
    runJobs: (tasks = product.jobs.tasks) =>
      runJobs(testDatabase.database, { tasks, schedules: product.jobs.schedules }),
    close,
    async closeVerified() {
      const since = await product.deps.log.seal()
      const { findings } = await product.deps.log.verify({ since })
      await close()
      if (findings.length > 0) throw new Error(`the log does not verify: ${JSON.stringify(findings)}`)
    },
  }
}

function transport(baseUrl: string, adminToken: string, { token, headers, protocol }: ClientOptions = {}) {
  const withHeaders: Interceptor = (next) => (request) => {
    for (const [name, value] of Object.entries(requestHeaders(adminToken, token, headers))) {
      request.header.set(name, value)
    }
    return next(request)
  }
  const interceptors = [withHeaders]
  if (protocol === 'grpc') return createGrpcTransport({ baseUrl, interceptors })
  if (protocol === 'grpc-web') return createGrpcWebTransport({ baseUrl, httpVersion: '1.1', interceptors })
  return createConnectTransport({ baseUrl, httpVersion: '1.1', interceptors })
}

async function rest(
  url: string,
  adminToken: string,
  method: string,
  path: string,
  { token, headers, body }: RestOptions = {},
): Promise<RestReply> {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...requestHeaders(adminToken, token, headers),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    json: text.startsWith('{') ? JSON.parse(text) : text,
    headers: response.headers,
  }
}

function requestHeaders(
  adminToken: string,
  token: string | null | undefined,
  headers: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return token === null ? { ...headers } : { authorization: `Bearer ${token ?? adminToken}`, ...headers }
}
