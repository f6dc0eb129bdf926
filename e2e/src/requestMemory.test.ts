import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'

/** In the server: the heap in use after collections of new objects, and then after those of all. */
const probe = `
process.on('message', (message) => {
  if (message !== 'heap') return
  const used = (type, times) => {
    for (let at = 0; at < times; at++) globalThis.gc({ type, execution: 'sync' })
    return process.memoryUsage().heapUsed
  }
  process.send({ afterScavenges: used('minor', 3), afterAll: used('major', 2) })
})
process.channel.unref()`

const dataDir = makeDataDir()
let server: ServerProcess
let token: string
beforeAll(async () => {
  const nodeArguments = ['--expose-gc', `--import=data:text/javascript,${encodeURIComponent(probe)}`]
  server = await startServerProcess({ dataDir, nodeArguments })
  token = readToken(dataDir)
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

let people = 0
async function call(method: string, path: string, body?: object): Promise<{ readonly userId?: string }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.status, path).toBeLessThan(300)
  return (await response.json()) as { readonly userId?: string }
}

function addPerson() {
  const username = `person-${people++}`
  const profile = { givenName: 'Ada', familyName: 'Lovelace' }
  return call('POST', '/v2/users/human', {
    username,
    profile,
    email: { email: `${username}@example.com`, isVerified: true },
  })
}

/**
 * Bytes per request that are dead, and that only a collection of the whole heap finds. The least of three times counts: while V8 goes
 * through the whole heap, which it begins when it wants, what dies meanwhile stays as well.
 */
async function outlivingBytes(request: () => Promise<unknown>, count: number): Promise<number> {
  const run = async (times: number) => {
    for (let at = 0; at < times; at += 8) await Promise.all(Array.from({ length: 8 }, request))
  }
  await run(count)
  await heap()
  const times: number[] = []
  while (times.length < 3) {
    await run(count)
    const { afterScavenges, afterAll } = await heap()
    times.push((afterScavenges - afterAll) / count)
  }
  return Math.min(...times)
}

async function heap() {
  const reply = once(server.child, 'message')
  server.child.send('heap')
  const [figures] = await reply
  return figures as { readonly afterScavenges: number; readonly afterAll: number }
}

describe('what a request needs dies with the next collection of new objects', () => {
  it('when a person is added', async () => {
    expect(await outlivingBytes(addPerson, 400)).toBeLessThan(2_500)
  })

  it('when 100 people are listed', async () => {
    const list = () => call('POST', '/v2/users', { query: { limit: 100 } })
    expect(await outlivingBytes(list, 200)).toBeLessThan(4_000)
  })

  it('when a session is made for a person', async () => {
    const { userId } = await addPerson()
    const session = () => call('POST', '/v2/sessions', { checks: { user: { userId } } })
    expect(await outlivingBytes(session, 400)).toBeLessThan(2_500)
  })
})
