import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { outcome } from './tenants.ts'

const server = await testServer()

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']

test.each(inherited)('%s is a name like any other: in the metadata of sessions and users', async (key) => {
  const value = new Uint8Array([1])
  const own = (map: Record<string, Uint8Array>) => Object.entries(map).map(([name]) => name)
  const sessions = server.client(SessionService)
  const body = { metadata: JSON.parse(`{"${key}":"AQ=="}`) }
  const made = await server.rest('POST', '/v2/sessions', { body })
  expect([200, 201, 400]).toContain(made.status)
  if (made.status < 300) {
    const { sessionId } = made.json as { sessionId: string }
    await sessions.setSession({ sessionId, metadata: { other: value } })
    const { session } = await sessions.getSession({ sessionId })
    expect(own(session?.metadata ?? {})).toContain('other')
  }
  const { userId } = await addPerson(server)
  const users = server.client(UserService)
  expect(await outcome(users.deleteUserMetadata({ userId, keys: [key] }))).toMatch(/^NotFound/)
  await users.setUserMetadata({ userId, metadata: [{ key, value }] })
  expect((await users.listUserMetadata({ userId })).metadata.map((entry) => entry.key)).toEqual([key])
  await users.deleteUserMetadata({ userId, keys: [key] })
  expect((await users.listUserMetadata({ userId })).metadata).toEqual([])
})

test('a malformed token is refused as one, whatever it holds', async () => {
  const secret = 'A'.repeat(43)
  const nul = Buffer.from('\0').toString('base64url')
  const tokens = [
    `slp_ses_~${nul}_x_${secret}`,
    `slp_pat_~${nul}_${secret}`,
    `slp_pat_${'9'.repeat(2000)}_${secret}`,
    'eyJhbGciOiJub25lIn0.eyJpc3MiOiJvcGVyYXRvciJ9.',
    'a.b.c',
  ]
  for (const token of tokens) {
    expect(await outcome(server.client(AuthService, { token }).getMyUser({}))).toBe(
      'Unauthenticated auth.token_invalid',
    )
  }
})
