import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addMachine, addOrg } from './tenants.ts'

/** The REST routes of user.v2 that the public documentation has and the package's descriptors lack. */
const server = await testServer()
const { orgId } = server.first
const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
const publicKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'spki',
  format: 'pem',
})

test('serves POST /v2/users/new and PATCH /v2/users/{user_id}', async () => {
  const body = { organizationId: orgId, username: 'routed', machine: { name: 'Routed' } }
  const added = await server.rest('POST', '/v2/users/new', { body })
  expect([added.status, added.json]).toEqual([
    200,
    { id: expect.any(String), creationDate: expect.any(String) },
  ])
  const { id } = added.json as { readonly id: string }
  const changed = await server.rest('PATCH', `/v2/users/${id}`, {
    body: { username: 'rerouted', machine: {} },
  })
  expect([changed.status, changed.json]).toEqual([200, { changeDate: expect.any(String) }])
  const read = await server.rest('GET', `/v2/users/${id}`)
  expect(read.json).toMatchObject({ user: { username: 'rerouted' } })
  const wrong = await server.rest('POST', '/v2/users/new', { body: { organizationId: orgId } })
  expect(wrong.status).toBe(400)
  expect((await server.rest('PATCH', '/v2/users/nobody', { body: { machine: { name: 'x' } } })).status).toBe(
    404,
  )
})

test('serves POST and DELETE /v2/users/{user_id}/secret', async () => {
  const { userId } = await addMachine(server)
  const added = await server.rest('POST', `/v2/users/${userId}/secret`, { body: {} })
  expect([added.status, added.json]).toEqual([
    200,
    { clientSecret: expect.any(String), creationDate: expect.any(String) },
  ])
  const removed = await server.rest('DELETE', `/v2/users/${userId}/secret`)
  expect([removed.status, removed.json]).toEqual([200, { deletionDate: expect.any(String) }])
})

describe.each([
  ['keys', 'keyId', { publicKey: Buffer.from(publicKey).toString('base64'), expirationDate: inAnHour }],
  ['pats', 'tokenId', { expirationDate: inAnHour }],
])('serves the routes of %s', (kind, idName, body) => {
  test(`POST /v2/users/{user_id}/${kind}, POST /v2/users/${kind}/search and DELETE with an id`, async () => {
    const { userId } = await addMachine(server)
    const path = `/v2/users/${userId}/${kind}`
    const added = await server.rest('POST', path, { body })
    expect(added.status).toBe(200)
    const { [idName]: id = '' } = added.json as Record<string, string>
    const search = () => server.rest('POST', `/v2/users/${kind}/search`, { body: {} })
    expect((await search()).json).toMatchObject({
      result: expect.arrayContaining([expect.objectContaining({ id })]),
    })
    expect((await server.rest('DELETE', `${path}/${id}`)).status).toBe(200)
    expect(JSON.stringify((await search()).json)).not.toContain(`"${id}"`)
    expect((await server.rest('DELETE', `${path}/${id}`)).status).toBe(404)
  })

  test('refuses them to strangers and callers without a token', async () => {
    const { userId } = await addMachine(server)
    const elsewhere = await addOrg(server)
    const { token } = await addMachine(server, { orgId: elsewhere.orgId, roles: ['ORG_OWNER'] })
    const path = `/v2/users/${userId}/${kind}`
    expect((await server.rest('POST', path, { body, token: null })).status).toBe(401)
    expect((await server.rest('POST', path, { body, token })).status).toBe(404)
    expect((await server.rest('GET', path)).status).toBe(405)
  })
})
