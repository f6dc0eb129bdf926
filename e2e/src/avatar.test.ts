import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { describe, expect, test } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addSelf, outcomes, readHuman } from './userFixtures.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const server = await systemServer()

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
const jpeg = Buffer.from('ffd8ffe000104a46494600', 'hex')
const path = '/assets/v1/users/me/avatar'

/** Uploads a picture as browsers do; returns the status. */
async function upload(
  token: string | undefined,
  bytes: Uint8Array,
  { field = 'file', type = 'image/png' } = {},
): Promise<number> {
  const form = new FormData()
  form.set(field, new Blob([Uint8Array.from(bytes)], { type }), 'me.png')
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  return (await fetch(server.url + path, { method: 'POST', headers, body: form })).status
}

async function avatarOf(userId: string): Promise<string> {
  return (await readHuman(server, userId)).profile?.avatarUrl ?? ''
}

/** Fetches a picture by the path of its address. */
function fetchPicture(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const { pathname } = new URL(url, server.url)
  return fetch(server.url + pathname, { headers })
}

const orgId = server.first.orgId

test('each uploaded picture is served at its own address', async () => {
  const { userId, token } = await addSelf(server)
  expect(await avatarOf(userId)).toBe('')
  expect(await upload(token, png)).toBe(200)
  const first = await avatarOf(userId)
  const shown = await fetchPicture(first)
  expect(shown.status).toBe(200)
  expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true)
  expect(shown.headers.get('content-type')).toBe('image/png')
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  expect(shown.headers.get('content-security-policy')).toContain('sandbox')
  const mine = await server.client(AuthService, { token }).getMyProfile({})
  expect(mine.profile?.avatarUrl).toBe(first)

  expect(await upload(token, jpeg, { type: 'text/html' })).toBe(200)
  const second = await avatarOf(userId)
  expect(second).not.toBe(first)
  expect((await fetchPicture(second)).headers.get('content-type'), 'by its bytes').toBe('image/jpeg')
  expect((await fetchPicture(first)).status, 'the replaced picture').toBe(404)
  expect((await eventTypesOf(server, userId)).slice(-2)).toEqual(Array(2).fill('user.human.avatar.added'))
})

describe('refusals', () => {
  test.each([
    ['a file that is not a picture', Buffer.from('<svg onload="alert(1)"/>'), {}, 400],
    ['an empty file', Buffer.alloc(0), {}, 400],
    ['another field', png, { field: 'picture' }, 400],
    ['a picture above 512 kB', Buffer.concat([png, Buffer.alloc(512 * 1024)]), {}, 400],
  ])('%s', async (_, bytes, input, status) => {
    const { userId, token } = await addSelf(server)
    expect(await upload(token, bytes, input)).toBe(status)
    expect(await avatarOf(userId)).toBe('')
  })

  test('a file far above the limit, a body without a form, a missing token, a machine', async () => {
    const { token } = await addSelf(server)
    const status = await upload(token, Buffer.concat([png, Buffer.alloc(2 * 1024 * 1024)])).catch(() => 413)
    expect([400, 413, 429]).toContain(status)
    const plain = await fetch(server.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'image/png' },
      body: Uint8Array.from(png),
    })
    expect(plain.status).toBe(400)
    expect(await upload(undefined, png)).toBe(401)
    expect(await upload('no-token', png)).toBe(401)
    expect(await upload((await addMachine(server)).token, png)).toBe(400)
  })

  test('a machine is told that only people have pictures', async () => {
    const { userId, token } = await addMachine(server)
    const form = new FormData()
    form.set('file', new Blob([Uint8Array.from(png)]), 'me.png')
    const headers = { authorization: `Bearer ${token}` }
    const reply = await fetch(server.url + path, { method: 'POST', headers, body: form })
    expect(await reply.text()).toContain('this user is a machine and has no picture')
    const removals = [
      server.client(AuthService, { token }).removeMyAvatar({}),
      server.client(ManagementService, { headers: inOrg(orgId) }).removeHumanAvatar({ userId }),
    ]
    expect(await outcomes(removals)).toEqual(Array(2).fill('FailedPrecondition user.avatar_of_machine'))
  })
})

describe('removal', () => {
  test('RemoveMyAvatar and RemoveHumanAvatar remove picture and address; a second removal is refused', async () => {
    const { userId, token } = await addSelf(server)
    const auth = server.client(AuthService, { token })
    const management = server.client(ManagementService, { headers: inOrg(orgId) })
    const removals = [() => auth.removeMyAvatar({}), () => management.removeHumanAvatar({ userId })]
    for (const remove of removals) {
      await upload(token, png)
      const url = await avatarOf(userId)
      expect((await remove()).details).toEqual(changedDetails(orgId))
      expect(await avatarOf(userId)).toBe('')
      expect((await fetchPicture(url)).status).toBe(404)
      expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.avatar.removed')
      expect(await outcomes(removals.map((again) => again()))).toEqual(
        Array(2).fill('NotFound user.avatar_missing'),
      )
    }
  })

  test('requires user.write in the person’s organization', async () => {
    const { userId, token } = await addSelf(server)
    await upload(token, png)
    const remove = (input: Parameters<TestServer['client']>[1]) =>
      outcome(server.client(ManagementService, input).removeHumanAvatar({ userId }))
    expect(await remove({ headers: inOrg((await addOrg(server)).orgId) })).toMatch(/^NotFound/)
    const viewer = await addMachine(server, { roles: ['ORG_OWNER_VIEWER'] })
    expect(await remove({ token: viewer.token })).toMatch(/^PermissionDenied/)
    expect(await avatarOf(userId)).not.toBe('')
  })
})

test('another instance and a guessed key do not serve a picture', async () => {
  const { userId, token } = await addSelf(server)
  await upload(token, png)
  const url = await avatarOf(userId)
  const other = await addInstance(server)
  expect((await fetchPicture(url, other.headers)).status).toBe(404)
  expect((await fetchPicture(url.replace(/[^/]+$/, 'guessed'))).status).toBe(404)
})
