import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { State } from '@zitadel/proto/zitadel/webkey/v2/key_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { expect, test } from 'vitest'
import { signJwt, verifyJwt } from '../../server/src/features/web-keys/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'

const clock = testClock()
const server = await testServer({ clock, environment: { SALLYPORT_WEB_KEY_ROTATION_DAYS: '3' } })
const { deps, jobs } = server.product
const { instanceId } = server.first
const day = 86_400
const issuer = 'https://id.test'
const keys = server.client(WebKeyService)
const states = async () => (await keys.listWebKeys({})).webKeys.map(({ state }) => State[state])
const activeKey = async () =>
  (await keys.listWebKeys({})).webKeys.find(({ state }) => state === State.ACTIVE)?.id
const rotate = () => jobs.schedules.find(({ name }) => name === 'web_keys.rotate')?.run()

async function sign(lifetime: number) {
  const iat = Math.floor(clock.now().getTime() / 1000)
  const jwt = await signJwt(deps, instanceId, {
    claims: { iss: issuer, sub: 'ada', iat, exp: iat + lifetime },
    typ: 'JWT',
  })
  return () => verifyJwt(deps, instanceId, jwt, { issuer, now: clock.now(), typ: 'JWT' })
}

test('keys take turns: published before they sign, kept until what they signed has expired', async () => {
  await server.client(AdminService).updateOIDCSettings({
    accessTokenLifetime: { seconds: BigInt(4 * day) },
    idTokenLifetime: { seconds: BigInt(day) },
    refreshTokenIdleExpiration: { seconds: BigInt(30 * day) },
    refreshTokenExpiration: { seconds: BigInt(90 * day) },
  })
  const first = await activeKey()
  clock.advance(2 * day)
  await rotate()
  // The second key of a new instance is published already.
  expect(await states()).toEqual(['ACTIVE', 'INITIAL'])
  const verifies = await sign(4 * day)
  clock.advance(day)
  await Promise.all([rotate(), rotate()])
  expect(await states()).toEqual(['INACTIVE', 'ACTIVE'])
  expect(await activeKey()).not.toBe(first)
  expect(await verifies()).toBeDefined()

  clock.advance(2 * day)
  await Promise.all([rotate(), rotate()])
  expect(await states()).toEqual(['INACTIVE', 'ACTIVE', 'INITIAL'])
  clock.advance(day - 1)
  await rotate()
  expect(await states()).toEqual(['INACTIVE', 'ACTIVE', 'INITIAL'])
  expect(await verifies()).toBeDefined()
  clock.advance(1)
  await rotate()
  expect(await states()).toEqual(['INACTIVE', 'INACTIVE', 'ACTIVE'])
  expect(await verifies()).toBeUndefined()
  clock.advance(day)
  await rotate()
  expect(await states()).toEqual(['INACTIVE', 'ACTIVE'])
})
