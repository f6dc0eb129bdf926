import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { requestToken } from './oidcForms.ts'
import { addMachine } from './tenants.ts'

const server = await testServer({ clock: testClock() })
const users = server.client(UserService)
const grant_type = 'client_credentials'

async function machineWithSecret() {
  const { userId } = await addMachine(server)
  const { clientSecret } = await users.addSecret({ userId })
  const { user } = await users.getUserByID({ userId })
  return { userId, clientId: user?.preferredLoginName ?? '', secret: clientSecret }
}

const machine = await machineWithSecret()
const basic = [machine.clientId, machine.secret] as const

describe('a machine fetches a token', () => {
  test('by HTTP Basic', async () => {
    const { status, json, headers } = await requestToken(server, { grant_type }, { basic })
    expect([status, json]).toEqual([
      200,
      { access_token: expect.stringMatching(/^slp_at_/), token_type: 'Bearer', expires_in: 43_200 },
    ])
    expect(headers.get('cache-control')).toBe('no-store')
  })
})
