import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { dpopHolder } from './oidcProofs.ts'

const clock = testClock()
const server = await testServer({ clock })
const ownApi = 'urn:zitadel:iam:org:project:id:zitadel:aud'
const now = () => Math.floor(clock.now().getTime() / 1000)

/** A machine whose clock is wrong by these seconds, with a token that is bound to its key. */
async function wrongBy(seconds: number) {
  const machine = await addClientMachine(server)
  const holder = await dpopHolder(server)
  const form = { grant_type: 'client_credentials', scope: `openid ${ownApi}` }
  const ask = async (nonce: string | undefined) =>
    requestToken(server, form, {
      basic: machine.basic,
      headers: { dpop: await holder.proof({ iat: now() + seconds, nonce }) },
    })
  const first = await ask(undefined)
  expect([first.status, first.json['error']]).toEqual([400, 'use_dpop_nonce'])
  const { status, json } = await ask(first.headers.get('dpop-nonce') ?? '')
  expect([status, json['token_type']]).toEqual([200, 'DPoP'])
  const accessToken = String(json['access_token'])
  return {
    userId: machine.userId,
    prove: (htm: string, path: string, nonce?: string) =>
      holder.proof({ accessToken, htm, htu: server.url + path, iat: now() + seconds, nonce }),
    async send(method: string, path: string, dpop: string) {
      const reply = await fetch(server.url + path, {
        method,
        headers: { authorization: `DPoP ${accessToken}`, dpop, 'content-type': 'application/json' },
        ...(method === 'POST' && { body: '{}' }),
      })
      const challenge = reply.headers.get('www-authenticate') ?? ''
      return {
        status: reply.status,
        text: await reply.text(),
        challenge,
        nonce: reply.headers.get('dpop-nonce'),
      }
    },
  }
}

const uses = [
  ['GET', '/auth/v1/users/me'],
  ['POST', '/zitadel.auth.v1.AuthService/GetMyUser'],
  ['GET', '/oidc/v1/userinfo'],
] as const

test.each([-86_400, -61, 16, 86_400])(
  'a client whose clock is wrong by %i s proves its key with nonces of the server, each proof once',
  async (seconds) => {
    const client = await wrongBy(seconds)
    for (const [method, path] of uses) {
      const asked = await client.send(method, path, await client.prove(method, path))
      expect([asked.status, asked.challenge]).toEqual([
        401,
        expect.stringMatching(/^DPoP .*error="use_dpop_nonce"/),
      ])
      const proof = await client.prove(method, path, asked.nonce ?? '')
      const reply = await client.send(method, path, proof)
      expect([reply.status, reply.text]).toEqual([200, expect.stringContaining(client.userId)])
      clock.advance(59)
      const again = await client.send(method, path, proof)
      expect([again.status, again.nonce]).toEqual([401, path.startsWith('/oidc') ? expect.any(String) : null])
      expect(again.challenge).not.toContain('use_dpop_nonce')
      clock.advance(180)
      const late = await client.send(method, path, await client.prove(method, path, asked.nonce ?? ''))
      expect([late.status, late.challenge]).toEqual([401, expect.stringContaining('use_dpop_nonce')])
      const old = await client.send(method, path, proof)
      expect(old.status).toBe(401)
    }
  },
)

test('a client whose clock is right needs no nonce for its calls', async () => {
  const client = await wrongBy(0)
  for (const [method, path] of uses) {
    expect((await client.send(method, path, await client.prove(method, path))).status).toBe(200)
  }
})

test('pages of other origins may read the nonce', async () => {
  const reply = await fetch(`${server.url}/auth/v1/users/me`, { headers: { origin: 'https://app.example' } })
  expect(reply.headers.get('access-control-expose-headers')).toContain('dpop-nonce')
})
