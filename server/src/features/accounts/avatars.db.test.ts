import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AccountsWorld, openAccountsWorld, statusOf } from './accountsWorld.ts'

let world: AccountsWorld
beforeAll(async () => {
  world = await openAccountsWorld()
})
afterAll(() => world.close())

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)])

async function upload(token: string | undefined, bytes: Uint8Array, field = 'file'): Promise<number> {
  const body = new FormData()
  body.set(field, new Blob([Uint8Array.from(bytes)], { type: 'image/svg+xml' }), 'me.svg')
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(`${world.server.url}/assets/v1/users/me/avatar`, {
    method: 'POST',
    body,
    headers,
  })
  return response.status
}

async function addressOf(userId: string): Promise<string> {
  const { user } = await world.users().getUserByID({ userId })
  return user?.type.case === 'human' ? (user.type.value.profile?.avatarUrl ?? '') : ''
}

test('a picture is uploaded, shown to all, replaced and removed', async () => {
  const userId = await world.person({ withPassword: true })
  const token = await world.signIn(userId)
  expect(await addressOf(userId)).toBe('')
  expect(await upload(token, png)).toBe(200)
  const first = await addressOf(userId)
  const shown = await fetch(first)
  expect(shown.headers.get('content-type')).toBe('image/png')
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  expect(Buffer.from(await shown.arrayBuffer()).equals(png)).toBe(true)
  expect(await upload(token, png)).toBe(200)
  const second = await addressOf(userId)
  expect([(await fetch(first)).status, (await fetch(second)).status]).toEqual([404, 200])
  expect((await world.auth(token).getMyProfile({})).profile?.avatarUrl).toBe(second)
  await world.auth(token).removeMyAvatar({})
  expect((await fetch(second)).status).toBe(404)
  expect(await addressOf(userId)).toBe('')
  expect(await statusOf(world.management().removeHumanAvatar({ userId }))).toBe('NotFound')
})

test('only pictures of a bearable size are taken, from people who are known', async () => {
  const token = await world.signIn(await world.person({ withPassword: true }))
  expect(await upload(undefined, png)).toBe(401)
  expect(await upload('wrong', png)).toBe(401)
  expect(await upload(token, Buffer.from('<svg onload="alert(1)"/>'))).toBe(400)
  expect(await upload(token, png, 'other')).toBe(400)
  expect(await upload(token, Buffer.concat([png, Buffer.alloc(512 * 1024)]))).toBe(400)
  expect(await upload(token, Buffer.concat([png, Buffer.alloc(600 * 1024)]))).toBe(413)
  expect(await upload(world.server.adminToken, png)).toBe(400)
})
