import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import {
  makeDataDir,
  programIn,
  readToken,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from '../../e2e/src/serverProcess.ts'
import { figure, promise } from './report.ts'

const MiB = 2 ** 20
const rest = '/management/v1/users/1/metadata/_bulk'
const rpc = '/zitadel.management.v1.ManagementService/BulkSetUserMetadata'
const json = 'application/json'
/** The event loop may be held this long by one request, in milliseconds. */
const allowedDelay = 50

/** Sub-messages without fields, of two bytes each: the most objects for their bytes. */
function emptyMessages(bytes: number): Buffer {
  return Buffer.from('1200'.repeat(bytes / 2), 'hex')
}

function emptyObjects(bytes: number): Buffer {
  return Buffer.from(`{"metadata":[${'{},'.repeat(bytes / 3 - 10)}{}]}`)
}

interface Attack {
  readonly name: string
  /** Whether the attack is one request at a time, so that the limit of the event loop's delay holds for it. */
  readonly single: boolean
  run(url: string, token: string): Promise<unknown>
}

const post = async (
  url: string,
  at: string,
  type: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const sent = { method: 'POST', headers: { 'content-type': type, ...headers }, body: new Uint8Array(body) }
  const response = await fetch(url + at, sent).catch(() => undefined)
  await response?.arrayBuffer().catch(() => undefined)
}

const times = (count: number, work: () => Promise<void>) => Promise.all(Array.from({ length: count }, work))

/** Opens 256 streams on each of two connections, writes most of a body to each and never ends them. */
async function unfinished(url: string, token: string): Promise<void> {
  const sessions = [connectHttp2(url), connectHttp2(url)]
  const body = Buffer.alloc(750_000, 0x20)
  for (const session of sessions) {
    session.on('error', () => undefined)
    await Promise.race([once(session, 'connect'), pause(2000)])
    for (let stream = 0; stream < 256 && !session.destroyed; stream += 1) {
      const opened = session.request({
        ':method': 'POST',
        ':path': rpc,
        'content-type': 'application/grpc',
        authorization: `Bearer ${token}`,
      })
      opened.on('error', () => undefined).resume()
      opened.write(body)
    }
  }
  await pause(4000)
  for (const session of sessions) session.destroy()
}

const attacks: readonly Attack[] = [
  {
    name: 'one request without a token, 4 MB of empty sub-messages',
    single: true,
    run: (url) => post(url, rpc, 'application/proto', emptyMessages(4 * MiB)),
  },
  {
    name: 'one request with a token, 4 MB of empty sub-messages',
    single: true,
    run: (url, token) =>
      post(url, rpc, 'application/proto', emptyMessages(4 * MiB), { authorization: `Bearer ${token}` }),
  },
  {
    name: 'one request with a token, 1 MB of empty JSON objects',
    single: true,
    run: (url, token) => post(url, rest, json, emptyObjects(MiB), { authorization: `Bearer ${token}` }),
  },
  {
    name: 'one request with a token, as many JSON objects as are allowed in 1 MiB',
    single: true,
    run: (url, token) => {
      const filled = Buffer.from(`{"metadata":[${'{},'.repeat(4_900)}{}],"x":"${'y'.repeat(1_000_000)}"}`)
      return post(url, rest, json, filled, { authorization: `Bearer ${token}` })
    },
  },
  {
    name: 'one gzip bomb of 100 MB with a token',
    single: true,
    run: (url, token) =>
      post(url, rpc, json, gzipSync(Buffer.alloc(100 * MiB, 0x20)), {
        authorization: `Bearer ${token}`,
        'content-encoding': 'gzip',
      }),
  },
  {
    name: '2 connections with 256 unfinished bodies each',
    single: false,
    run: unfinished,
  },
  {
    name: '40 requests with a token, as many JSON objects as are allowed',
    single: false,
    run: (url, token) => {
      const filled = Buffer.from(`{"metadata":[${'{},'.repeat(4_900)}{}],"x":"${'y'.repeat(200_000)}"}`)
      return times(40, () => post(url, rest, json, filled, { authorization: `Bearer ${token}` }))
    },
  },
  {
    name: '40 requests without a token, 4 MB of empty JSON objects',
    single: false,
    run: (url) => times(40, () => post(url, rest, json, emptyObjects(4 * MiB))),
  },
  {
    name: '40 requests without a token, 4 MB of empty sub-messages',
    single: false,
    run: (url) => times(40, () => post(url, rpc, 'application/proto', emptyMessages(4 * MiB))),
  },
]

/** Attacks the build in a checkout with request bodies, and prints what others notice: delay, memory and requests served meanwhile. */
export async function attackBodies(checkout: string): Promise<void> {
  const program = programIn(checkout)
  for (const attack of attacks) {
    const dataDir = makeDataDir()
    const server = await startServerProcess({
      dataDir,
      settings: { SALLYPORT_LOG_LEVEL: 'fatal' },
      nodeArguments: [`--import=${fileURLToPath(new URL('./delayProbe.ts', import.meta.url))}`],
      program,
    })
    try {
      await measure(attack, server, readToken(dataDir))
    } finally {
      await server.kill()
      removeDataDir(dataDir)
    }
  }
}

async function measure(attack: Attack, server: ServerProcess, token: string): Promise<void> {
  const { url } = server
  // Code that runs for the first time is slower than any body.
  for (let warm = 0; warm < 30; warm += 1) {
    await post(url, rest, json, Buffer.from('{"metadata":[]}'), { authorization: `Bearer ${token}` })
    await post(url, rpc, 'application/proto', Buffer.from([0x12, 0]), { authorization: `Bearer ${token}` })
  }
  const before = await report(server)
  let running = true
  let served = 0
  let slowest = 0
  const bystander = (async () => {
    while (running) {
      const begun = performance.now()
      const headers = { authorization: `Bearer ${token}` }
      const response = await fetch(`${url}/management/v1/orgs/me`, {
        headers,
        signal: AbortSignal.timeout(20_000),
      }).catch(() => undefined)
      await response?.arrayBuffer().catch(() => undefined)
      if (response?.status === 200) served += 1
      slowest = Math.max(slowest, performance.now() - begun)
      if (response === undefined) await pause(50)
    }
  })()
  const begun = performance.now()
  await Promise.race([attack.run(url, token), pause(30_000)])
  running = false
  const seconds = (performance.now() - begun) / 1000
  await bystander
  const after = await report(server)
  const grown = after && before ? (after.resident - before.resident) / MiB : 0
  const text =
    after === undefined
      ? 'the process has ended or does not respond'
      : `event loop held ${figure(after.delay)} ms, ${figure(Math.max(0, grown))} MiB more, ` +
        `${served} requests of others served in ${figure(seconds)} s, the slowest in ${figure(slowest)} ms`
  const kept = after !== undefined && grown < 200 && (!attack.single || after.delay < allowedDelay)
  promise(kept, `${attack.name}: ${text}`)
}

/** Asks the probe; undefined if the process does not respond in 20 s. */
async function report({
  child,
}: ServerProcess): Promise<{ readonly delay: number; readonly resident: number } | undefined> {
  if (child.exitCode !== null || child.signalCode !== null || !child.connected) return undefined
  const replied = once(child, 'message').then(([message]) => message)
  child.send('delay', () => undefined)
  return Promise.race([replied, once(child, 'exit').then(() => undefined), pause(20_000, undefined)])
}
