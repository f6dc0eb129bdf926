import { afterAll, beforeAll, expect, test } from 'vitest'
import { readToken } from '../../../e2e/src/serverProcess.ts'
import { withClient } from '../withClient.ts'
import { openScale, type ScaledBuild } from './openScale.ts'
import { openWriting } from './openWriting.ts'

const size = { people: 300, organizations: 4, instances: 2, sessions: 90, first: 0.5 }
let build: ScaledBuild

beforeAll(async () => {
  build = await openScale('test', size, { connections: 1, seconds: 1 })
})
afterAll(() => build?.close())

test('a prepared database has what was asked for', async () => {
  const counts = `select (select count(*)::int from users where kind = 'human' and username like '%.%.%') as people,
    (select count(*)::int from organizations where name like 'Firm-%') as organizations,
    (select count(*)::int from instances) as instances,
    (select count(*)::int from sessions where expires_at > now()) as sessions,
    (select array[sum(total)::int, (select sum(total)::int from instance_user_counts)] from user_counts)
      = (select array[count(*)::int, count(*)::int] from users) as counted`
  await withClient(build.bench.databaseUrl, async (client) => {
    const { rows } = await client.query(counts)
    const { people, organizations, instances } = size
    // Two more are the templates.
    expect(rows).toEqual([{ people, organizations, instances, sessions: size.sessions + 2, counted: true }])
  })
})

test('its log verifies, and is rebuilt without a change', async () => {
  const { deps, close } = await openWriting(build.bench.server.dataDir)
  expect((await deps.log.verify()).findings).toEqual([])
  expect((await deps.log.rebuild()).failed).toEqual([])
  expect((await deps.log.verify()).findings).toEqual([])
  await close()
})

test('its people log in with their password, and are found', async () => {
  const { bench, filled } = build
  const send = (path: string, body: object) =>
    fetch(`${bench.server.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${readToken(bench.server.dataDir)}` },
      body: JSON.stringify(body),
    }).then((reply) => reply.json() as Promise<{ details?: { totalResult?: string }; sessionToken?: string }>)
  const checks = { user: { userId: filled.plain[0] }, password: { password: 'Correct-Horse-1' } }
  expect((await send('/v2/sessions', { checks })).sessionToken).toBeTruthy()
  const queries = [{ inUserIdsQuery: { userIds: filled.plain } }]
  expect((await send('/v2/users', { queries })).details?.totalResult).toBe(String(filled.plain.length))
})
