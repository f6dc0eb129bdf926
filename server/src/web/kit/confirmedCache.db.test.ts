import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../testing/testServer.ts'
import { settingsOf } from '../testing/settingsOf.ts'
import { confirmedCache } from './confirmedCache.ts'

let server: TestServer
beforeAll(async () => {
  server = await testServer()
})
afterAll(() => server.closeVerified())

const cache = confirmedCache<number>()

/** Reads the key twice and returns how often the value was computed. */
async function loads(orgId: string, key: string) {
  let count = 0
  const read = async () => cache(await settingsOf(server, orgId), key, async () => ++count)
  await read()
  await read()
  return count
}

test('a value is computed again only after its instance or organization has changed', async () => {
  const { orgId } = server.first
  expect(await loads(orgId, 'a')).toBe(1)
  expect(await loads(orgId, 'a')).toBe(0)
  expect(await loads(orgId, 'b')).toBe(1)
  expect(await loads('', 'a')).toBe(1)
  await server.rest('PUT', '/admin/v1/policies/privacy', { body: { helpLink: 'https://help.example.com' } })
  expect(await loads(orgId, 'a')).toBe(1)
  expect(await loads('', 'a')).toBe(1)
  await server.rest('PUT', '/management/v1/orgs/me', { body: { name: 'Renamed' } })
  expect(await loads(orgId, 'a')).toBe(1)
  expect(await loads('', 'a')).toBe(0)
})

test('a failed computation is not kept', async () => {
  const { orgId } = server.first
  const read = async (load: () => Promise<number>) => cache(await settingsOf(server, orgId), 'fails', load)
  await expect(read(() => Promise.reject(new Error('down')))).rejects.toThrow('down')
  expect(await read(async () => 7)).toBe(7)
})
