import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeAt, nextCodeAt } from './factors.ts'
import { addPerson, type RestClient, restClient } from './restClient.ts'
import { runCommand } from './serverProcess.ts'
import { hasToken, openTwoProcesses, type TwoProcesses } from './twoProcesses.ts'

const password = 'Correct-Horse-1'
let processes: TwoProcesses
let servers: TwoProcesses['servers']
let one: RestClient
let other: RestClient

// Both start at once on an empty database: one of them makes the schema and the first instance.
beforeAll(async () => {
  processes = await openTwoProcesses()
  const { token } = processes
  servers = processes.servers
  one = restClient(servers[0].url, token)
  other = restClient(servers[1].url, token)
})
afterAll(() => processes?.close())

/** The same request on both processes at once, twice on each. */
async function onBoth(...request: Parameters<RestClient>): Promise<number[]> {
  const answers = await Promise.all([one, other, one, other].map((client) => client(...request)))
  return answers.map(({ status }) => status)
}

const successes = (statuses: readonly number[]) => statuses.filter((status) => status < 300).length

test('two processes that start at once make one first instance', () => {
  expect(processes.directories.filter(hasToken)).toHaveLength(1)
})

test.runIf(process.platform === 'linux' && availableParallelism() > 1)(
  'the threads that check passwords give way to all others, with few processors those of V8 as well',
  () => {
    const tasks = `/proc/${servers[0].pid}/task`
    const helping = availableParallelism() < 4 ? ['libuv-worker', 'node-V8Worker'] : ['libuv-worker']
    const threads = readdirSync(tasks).map((id) => {
      // proc_pid_stat(5): the name in parentheses, then from the state on 16 fields before the nice value.
      const [, name = '', rest = ''] = /\((.*)\) (.*)/.exec(readFileSync(`${tasks}/${id}/stat`, 'utf8')) ?? []
      return { name, nice: Number(rest.split(' ')[16]) }
    })
    const helpers = threads.filter(({ name }) => helping.includes(name))
    const [usual = Number.NaN, ...others] = new Set(
      threads.filter((thread) => !helpers.includes(thread)).map(({ nice }) => nice),
    )
    expect(others).toEqual([])
    expect(new Set(helpers.map(({ name }) => name))).toEqual(new Set(helping))
    expect(new Set(helpers.map(({ nice }) => nice))).toEqual(new Set([Math.min(19, usual + 10)]))
  },
)

test('a factor that both processes add and remove at once is added once and removed once, every time', async () => {
  const userId = await addPerson(one, 'contended')
  for (let round = 0; round < 15; round++) {
    const added = await onBoth('POST', `/v2/users/${userId}/otp_email`, {})
    expect([successes(added), ...added.toSorted()]).toEqual([1, 200, 409, 409, 409])
    const removed = await onBoth('DELETE', `/v2/users/${userId}/otp_email`)
    expect([successes(removed), ...removed.toSorted()]).toEqual([1, 200, 404, 404, 404])
  }
})

test('the cache of one process never hides a write of the other', async () => {
  const userId = await addPerson(one, 'remembered')
  const add = (client: RestClient) => client('POST', `/v2/users/${userId}/otp_email`, {})
  const remove = (client: RestClient) => client('DELETE', `/v2/users/${userId}/otp_email`)
  const statuses: number[] = []
  for (let round = 0; round < 5; round++) {
    for (const step of [add, add, remove, remove]) {
      const client = statuses.length % 2 === 0 ? one : other
      statuses.push((await step(client)).status)
    }
    // The other way round: each process now takes the turns that the other one has just taken.
    for (const [step, client] of [
      [add, other],
      [remove, one],
    ] as const) {
      statuses.push((await step(client)).status)
    }
  }
  expect(statuses).toEqual(Array.from({ length: 5 }, () => [200, 409, 200, 404, 200, 200]).flat())
})

test('a caller who lost a right, a token or the account on one process writes nothing more on the other', async () => {
  const userId = await addPerson(one, 'written')
  const { json: machine } = await one('POST', '/management/v1/users/machine', {
    userName: 'agent',
    name: 'Agent',
  })
  const agentId = String(machine['userId'])
  const { json: pat } = await one('POST', `/management/v1/users/${agentId}/pats`, {})
  const agent = restClient(servers[1].url, String(pat['token']))
  const turn = async () => {
    const { status } = await agent('POST', `/v2/users/${userId}/otp_email`, {})
    return status < 300 ? (await agent('DELETE', `/v2/users/${userId}/otp_email`)).status : status
  }
  const member = { userId: agentId, roles: ['IAM_OWNER'] }
  // Without a right there is no such user.
  expect(await turn()).toBe(404)
  for (let round = 0; round < 3; round++) {
    await one('POST', '/admin/v1/members', member)
    expect([await turn(), await turn()]).toEqual([200, 200])
    await one('DELETE', `/admin/v1/members/${agentId}`)
    expect(await turn()).toBe(404)
  }
  await one('POST', '/admin/v1/members', member)
  expect(await turn()).toBe(200)
  await one('DELETE', `/management/v1/users/${agentId}/pats/${String(pat['tokenId'])}`)
  expect(await turn()).toBe(401)
  const { json: next } = await one('POST', `/management/v1/users/${agentId}/pats`, {})
  const again = restClient(servers[1].url, String(next['token']))
  expect((await again('POST', `/v2/users/${userId}/otp_email`, {})).status).toBe(200)
  await one('POST', `/v2/users/${agentId}/deactivate`, {})
  expect((await again('DELETE', `/v2/users/${userId}/otp_email`)).status).toBe(401)
})

test('writes of both processes to one organization all count: nothing is lost', async () => {
  const keys = Array.from({ length: 20 }, (_, at) => `key-${at}`)
  const written = await Promise.all(
    keys.map((key, at) =>
      (at % 2 === 0 ? one : other)('POST', `/management/v1/metadata/${key}`, { value: 'eA==' }),
    ),
  )
  expect(written.map(({ status }) => status)).toEqual(keys.map(() => 200))
  const { json } = await one('POST', '/management/v1/metadata/_search', {})
  const found = (json['result'] as readonly { readonly key: string }[]).map(({ key }) => key)
  expect(found.toSorted()).toEqual(keys.toSorted())
})

test('an e-mail code of a session counts exactly once, on whichever process it comes first', async () => {
  const userId = await addPerson(one, 'code-once')
  await one('POST', `/v2/users/${userId}/otp_email`, {})
  for (let round = 0; round < 5; round++) {
    const { json } = await one('POST', '/v2/sessions', {
      checks: { user: { userId } },
      challenges: { otpEmail: { returnCode: {} } },
    })
    const { otpEmail: code } = json['challenges'] as { otpEmail: string }
    const checked = await onBoth('PATCH', `/v2/sessions/${String(json['sessionId'])}`, {
      checks: { otpEmail: { code } },
    })
    expect([successes(checked), ...checked.toSorted()]).toEqual([1, 200, 400, 400, 400])
  }
})

test('a recovery code counts exactly once, and a set that one process replaces is dead on the other', async () => {
  const userId = await addPerson(one, 'recovered', password)
  const secret = String((await one('POST', `/v2/users/${userId}/totp`, {})).json['secret'])
  await one('POST', `/v2/users/${userId}/totp/verify`, { code: codeAt(secret, new Date()) })
  const path = `/sallyport/v1/users/${userId}/recovery_codes`
  const codesBy = async (client: RestClient) =>
    (await client('POST', path, {})).json['codes'] as readonly string[]
  const { json } = await one('POST', '/v2/sessions', { checks: { user: { userId }, password: { password } } })
  const check = `/sallyport/v1/sessions/${String(json['sessionId'])}/recovery_code`
  for (let round = 0; round < 3; round++) {
    const old = await codesBy(one)
    const codes = await codesBy(other)
    expect((await one('POST', check, { code: old[0] })).status).toBe(400)
    const checked = await onBoth('POST', check, { code: codes[0] })
    expect([successes(checked), ...checked.toSorted()]).toEqual([1, 200, 400, 400, 400])
    expect((await other('GET', path)).json).toMatchObject({ left: 9, total: 10 })
  }
})

test('64 guesses spread over both processes: ten are evaluated, then the user is locked on both', async () => {
  const userId = await addPerson(one, 'guessed', password)
  const guess = (_: unknown, at: number) =>
    (at % 2 === 0 ? one : other)('POST', '/v2/sessions', {
      checks: { user: { userId }, password: { password: `Wrong-${at}` } },
    })
  await Promise.all(Array.from({ length: 64 }, guess))
  const { json } = await one('POST', '/admin/v1/events/_search', { aggregateId: userId, limit: 100 })
  const types = (json['events'] as { type: { type: string } }[]).map(({ type }) => type.type)
  expect(types.filter((type) => type === 'user.human.password.check.failed')).toHaveLength(10)
  expect(types.filter((type) => type === 'user.locked')).toHaveLength(1)
  const right = { checks: { user: { userId }, password: { password } } }
  for (const client of [one, other]) expect((await client('POST', '/v2/sessions', right)).status).toBe(400)
})

test('a step of an app raises one session, and a removal on the other process leaves none raised', async () => {
  for (let round = 0; round < 5; round++) {
    const userId = await addPerson(one, `with-app-${round}`)
    const secret = String((await one('POST', `/v2/users/${userId}/totp`, {})).json['secret'])
    const before = { code: codeAt(secret, new Date()) }
    expect((await one('POST', `/v2/users/${userId}/totp/verify`, before)).status).toBe(200)
    const created = await one('POST', '/v2/sessions', { checks: { user: { userId } } })
    const path = `/v2/sessions/${String(created.json['sessionId'])}`
    const raised = async () => {
      const { session } = (await one('GET', path)).json as { session: { factors: object } }
      return 'totp' in session.factors
    }
    const totp = { code: nextCodeAt(secret, new Date()) }
    if (round === 0) {
      const checks = { user: { userId }, totp }
      expect(successes(await onBoth('POST', '/v2/sessions', { checks }))).toBe(1)
      continue
    }
    const [, removed] = await Promise.all([
      other('PATCH', path, { checks: { totp } }),
      one('DELETE', `/v2/users/${userId}/totp`),
    ])
    expect([removed.status, await raised()]).toEqual([200, false])
  }
})

test('a code that verifies an e-mail address counts exactly once', async () => {
  const userId = await addPerson(one, 'address-once')
  const { json } = await one('POST', `/v2/users/${userId}/email`, {
    email: 'other@process.example',
    returnCode: {},
  })
  const verified = await onBoth('POST', `/v2/users/${userId}/email/verify`, {
    verificationCode: json['verificationCode'],
  })
  expect(successes(verified)).toBe(1)
})

test("a policy changed on one process counts on the other's very next request", async () => {
  const userId = await addPerson(one, 'under-policy', password)
  const { json } = await one('POST', '/v2/sessions', { checks: { user: { userId }, password: { password } } })
  const person = restClient(servers[1].url, String(json['sessionToken']))
  const putOff = () => person('POST', `/v2/users/${userId}/mfa_init_skipped`, {})
  const policy = (await one('GET', '/admin/v1/policies/login')).json['policy'] as Record<string, unknown>
  for (let round = 0; round < 5; round++) {
    expect((await person('GET', '/auth/v1/users/me')).status).toBe(200)
    expect((await putOff()).status).toBe(200)
    expect((await one('PUT', '/admin/v1/policies/login', { ...policy, forceMfa: true })).status).toBe(200)
    expect((await putOff()).status).toBe(403)
    expect((await person('GET', '/auth/v1/users/me')).status).toBe(403)
    expect((await one('PUT', '/admin/v1/policies/login', { ...policy, forceMfa: false })).status).toBe(200)
  }
})

test('a token revoked on one process is refused by the other at once', async () => {
  const { json: machine } = await one('POST', '/management/v1/users/machine', {
    userName: 'robot',
    name: 'Robot',
  })
  const { json } = await one('POST', `/management/v1/users/${String(machine['userId'])}/pats`, {})
  const robot = restClient(servers[1].url, String(json['token']))
  expect((await robot('GET', '/auth/v1/users/me')).status).toBe(200)
  await one('DELETE', `/management/v1/users/${String(machine['userId'])}/pats/${String(json['tokenId'])}`)
  expect((await robot('GET', '/auth/v1/users/me')).status).toBe(401)
})

test('after all that contention the log is clean while both servers run', async () => {
  const { directories, settings } = processes
  const verified = await runCommand({ dataDir: directories[0], settings }, 'log', 'verify')
  expect(verified).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^no findings in [1-9]\d* streams\n$/),
  })
})
