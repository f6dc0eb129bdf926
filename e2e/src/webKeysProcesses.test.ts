import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestToken } from './oidcForms.ts'
import { type RestClient, restClient } from './restClient.ts'
import type { ServerProcess } from './serverProcess.ts'
import { openTwoProcesses, type TwoProcesses } from './twoProcesses.ts'

let processes: TwoProcesses
let servers: readonly ServerProcess[] = []
let one: RestClient
let other: RestClient

beforeAll(async () => {
  processes = await openTwoProcesses()
  const { token } = processes
  servers = processes.servers
  one = restClient(servers[0]?.url ?? '', token)
  other = restClient(servers[1]?.url ?? '', token)
})
afterAll(() => processes?.close())

/** Makes both processes one issuer, as behind a balancer. */
const headers = { 'x-zitadel-public-host': 'localhost:4711' }

interface Listed {
  readonly webKeys: readonly { readonly id: string; readonly state: string }[]
}
const published = async (server: ServerProcess | undefined) => {
  const { keys } = (await (await fetch(`${server?.url}/oauth/v2/keys`)).json()) as { keys: { kid: string }[] }
  return keys.map(({ kid }) => kid)
}

/** A machine's ID token from a process, by its client credentials. */
async function idToken(server: ServerProcess | undefined, basic: readonly [string, string]) {
  const form = { grant_type: 'client_credentials', scope: 'openid' }
  const { json, status } = await requestToken({ url: server?.url ?? '' }, form, { basic, headers })
  if (status !== 200) throw new Error(JSON.stringify(json))
  return String(json['id_token'])
}

const hintIsGood = async (server: ServerProcess | undefined, hint: string) => {
  const url = `${server?.url}/oidc/v1/end_session?id_token_hint=${hint}`
  return (await fetch(url, { redirect: 'manual', headers })).status === 303
}

test('a key that one process activates signs on both, and one that it removes counts on neither, at once', async () => {
  const machine = await one('POST', '/management/v1/users/machine', { userName: 'robot', name: 'Robot' })
  const { userId } = machine.json as { userId: string }
  const secret = await one('PUT', `/management/v1/users/${userId}/secret`, {})
  const { clientId, clientSecret } = secret.json as { clientId: string; clientSecret: string }
  const basic = [clientId, clientSecret] as const
  const kid = (jwt: string) =>
    (JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid

  const before = (await one('GET', '/v2/web_keys')).json as unknown as Listed
  const active = before.webKeys.find(({ state }) => state === 'STATE_ACTIVE')?.id ?? ''
  const old = await idToken(servers[1], basic)
  expect(kid(old)).toBe(active)
  expect(await hintIsGood(servers[1], old)).toBe(true)

  const created = await one('POST', '/v2/web_keys', { ed25519: {} })
  const { id } = created.json as { id: string }
  expect(await published(servers[1])).toContain(id)
  expect((await one('POST', `/v2/web_keys/${id}/activate`, {})).status).toBe(200)
  expect(kid(await idToken(servers[1], basic))).toBe(id)
  expect(await hintIsGood(servers[1], old)).toBe(true)

  expect((await one('DELETE', `/v2/web_keys/${active}`)).status).toBe(200)
  expect(await published(servers[1])).not.toContain(active)
  expect(await hintIsGood(servers[1], old)).toBe(false)
  expect(await hintIsGood(servers[0], old)).toBe(false)
  expect(
    ((await other('GET', '/v2/web_keys')).json as unknown as Listed).webKeys.map((key) => key.id),
  ).not.toContain(active)
})
