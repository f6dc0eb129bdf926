import { afterAll, beforeAll, expect, test } from 'vitest'
import { addPerson, type RestClient, restClient } from './restClient.ts'
import type { ServerProcess } from './serverProcess.ts'
import { openTwoProcesses, type TwoProcesses } from './twoProcesses.ts'

const password = 'Correct-Horse-1'
let processes: TwoProcesses
let servers: readonly [ServerProcess, ServerProcess]
/** Changes on the first process, reads on the second one. */
let admin: RestClient
let reader: RestClient

beforeAll(async () => {
  processes = await openTwoProcesses()
  servers = processes.servers
  const { token } = processes
  admin = restClient(servers[0].url, token)
  reader = restClient(servers[1].url, token)
})
afterAll(() => processes?.close())

/** Returns a read of the second process that has its rows in memory. */
async function kept<Value>(read: () => Promise<Value>): Promise<() => Promise<Value>> {
  for (let time = 0; time < 3; time++) await read()
  return read
}

const statusOf = async (request: ReturnType<RestClient>) => (await request).status

/** Adds a machine that manages the instance; its token is used on the second process. */
async function addAgent(userName: string) {
  const { json } = await admin('POST', '/management/v1/users/machine', { userName, name: userName })
  const id = String(json['userId'])
  await admin('POST', '/admin/v1/members', { userId: id, roles: ['IAM_OWNER'] })
  const pat = await admin('POST', `/management/v1/users/${id}/pats`, {})
  return { id, client: restClient(servers[1].url, String(pat.json['token'])) }
}

test('a profile, a state and a removal count in the next read of a user on another process', async () => {
  const userId = await addPerson(admin, 'read')
  const read = await kept(() => reader('GET', `/v2/users/${userId}`))
  const given = async () => {
    const { user } = (await read()).json as {
      user: { state: string; human: { profile: { givenName: string } } }
    }
    return [user.state, user.human.profile.givenName]
  }
  for (let round = 0; round < 5; round++) {
    await admin('PUT', `/v2/users/human/${userId}`, {
      profile: { givenName: `Ada ${round}`, familyName: 'Lovelace' },
    })
    expect(await given()).toEqual(['USER_STATE_ACTIVE', `Ada ${round}`])
    await admin('POST', `/v2/users/${userId}/lock`, {})
    expect(await given()).toEqual(['USER_STATE_LOCKED', `Ada ${round}`])
    await admin('POST', `/v2/users/${userId}/unlock`, {})
    expect(await given()).toEqual(['USER_STATE_ACTIVE', `Ada ${round}`])
  }
  await admin('DELETE', `/v2/users/${userId}`)
  expect((await read()).status).toBe(404)
})

test('changes on one process count in the next list of another', async () => {
  const userId = await addPerson(admin, 'page')
  const read = await kept(() => reader('POST', '/v2/users', { query: { limit: 100 } }))
  const shown = async () => {
    const { result } = (await read()).json as {
      result: readonly { userId: string; state: string; human?: { profile: { givenName: string } } }[]
    }
    return result.find((user) => user.userId === userId)
  }
  for (let round = 0; round < 5; round++) {
    await admin('PUT', `/v2/users/human/${userId}`, {
      profile: { givenName: `Ada ${round}`, familyName: 'Lovelace' },
    })
    expect((await shown())?.human?.profile.givenName).toBe(`Ada ${round}`)
    await admin('POST', `/v2/users/${userId}/deactivate`, {})
    expect((await shown())?.state).toBe('USER_STATE_INACTIVE')
    await admin('POST', `/v2/users/${userId}/reactivate`, {})
    expect((await shown())?.state).toBe('USER_STATE_ACTIVE')
  }
  await admin('DELETE', `/v2/users/${userId}`)
  expect(await shown()).toBeUndefined()
})

test('a factor that one process adds or removes counts in the next list of another', async () => {
  const userId = await addPerson(admin, 'listed')
  const search = `/v2/users/${userId}/authentication_factors/_search`
  const read = await kept(() => reader('POST', search, {}))
  const count = async () => ((await read()).json['result'] as readonly object[] | undefined)?.length ?? 0
  for (let round = 0; round < 5; round++) {
    await admin('POST', `/v2/users/${userId}/otp_email`, {})
    expect(await count()).toBe(1)
    await admin('DELETE', `/v2/users/${userId}/otp_email`)
    expect(await count()).toBe(0)
  }
})

test('a domain of the organization counts in the login names of the next read', async () => {
  const userId = await addPerson(admin, 'named')
  const read = await kept(() => reader('GET', `/v2/users/${userId}`))
  const names = async () => ((await read()).json['user'] as { loginNames: readonly string[] }).loginNames
  const policy = (on: boolean) =>
    admin('PUT', '/admin/v1/policies/domain', {
      userLoginMustBeDomain: on,
      validateOrgDomains: false,
      smtpSenderAddressMatchesInstanceDomain: false,
    })
  const before = await names()
  expect((await policy(true)).status).toBe(200)
  const scoped = await names()
  expect(scoped).not.toEqual(before)
  expect(await statusOf(admin('POST', '/management/v1/orgs/me/domains', { domain: 'named.example' }))).toBe(
    200,
  )
  expect(await names()).toHaveLength(scoped.length + 1)
  expect(await statusOf(admin('DELETE', '/management/v1/orgs/me/domains/named.example'))).toBe(200)
  expect(await names()).toEqual(scoped)
  expect((await policy(false)).status).toBe(200)
  expect(await names()).toEqual(before)
})

test('a role and an account that a caller loses count in its next read', async () => {
  const userId = await addPerson(admin, 'seen')
  const { id, client } = await addAgent('agent')
  const read = await kept(() => statusOf(client('GET', `/v2/users/${userId}`)))
  for (let round = 0; round < 3; round++) {
    await admin('DELETE', `/admin/v1/members/${id}`)
    expect(await read()).toBe(404)
    await admin('POST', '/admin/v1/members', { userId: id, roles: ['IAM_OWNER'] })
    expect(await read()).toBe(200)
  }
  await admin('POST', `/v2/users/${id}/deactivate`, {})
  expect(await read()).toBe(401)
})

test('a session that ends or gets a new token counts in the next read with its token', async () => {
  const userId = await addPerson(admin, 'present', password)
  const checks = { user: { userId }, password: { password } }
  for (let round = 0; round < 3; round++) {
    const { json } = await admin('POST', '/v2/sessions', { checks })
    const session = `/v2/sessions/${String(json['sessionId'])}`
    const by = (token: unknown) => {
      const client = restClient(servers[1].url, String(token))
      return kept(() => statusOf(client('GET', '/auth/v1/users/me')))
    }
    const first = await by(json['sessionToken'])
    expect(await first()).toBe(200)
    const changed = await admin('PATCH', session, { metadata: { seen: 'eA==' } })
    expect(await first()).toBe(403)
    const second = await by(changed.json['sessionToken'])
    expect(await second()).toBe(200)
    await admin('DELETE', session)
    expect(await second()).toBe(404)
  }
})
