import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, domain, type KeyWorld, later, openKeyWorld, optionsOf } from '../../testing/keyWorld.ts'
import { refusalOf } from '../../testing/refusalOf.ts'
import { testCall } from '../../testing/testLog.ts'

const auth = AuthService.method
const management = ManagementService.method
const v2 = UserService.method
let world: KeyWorld

beforeAll(async () => {
  world = await openKeyWorld()
})
afterAll(() => world.close())

async function beginPasskey(userId: string, call = admin, wish: object = {}) {
  const begun = await world.ask(v2.registerPasskey, { userId, domain, ...wish }, call)
  return { ...begun, options: optionsOf(begun.publicKeyCredentialCreationOptions) }
}

describe('registration codes', () => {
  const medium = { case: 'returnCode', value: {} } as const
  const codeFor = async (userId: string) => {
    const { code } = await world.ask(v2.createPasskeyRegistrationLink, { userId, medium }, admin)
    return { id: code?.id ?? '', code: code?.code ?? '' }
  }
  const wrong = { code: 'passkey.code_wrong', kind: 'invalid_argument' }

  test('a code works once', async () => {
    const id = await world.person()
    const code = await codeFor(id)
    await beginPasskey(id, admin, { code })
    expect((await world.types(id)).slice(-2)).toEqual([
      'user.human.passwordless.initialization.code.check.succeeded',
      'user.human.passwordless.token.added',
    ])
    expect(await refusalOf(beginPasskey(id, admin, { code }))).toMatchObject(wrong)
  })

  test('one use wins under concurrency', async () => {
    const id = await world.person()
    const code = await codeFor(id)
    const uses = Array.from({ length: 8 }, () =>
      beginPasskey(id, admin, { code }).then(
        () => 1,
        () => 0,
      ),
    )
    const won = await Promise.all<number>(uses)
    expect(won.reduce((sum, one) => sum + one, 0)).toBe(1)
  })

  test('failures are recorded, and the third kills the code and its secret', async () => {
    const id = await world.person()
    const code = await codeFor(id)
    const secrets = async () =>
      (await world.deps.database.query('select 1 from secrets where stream_id = $1', [id])).length
    expect(await secrets()).toBe(1)
    const bad = { ...code, code: 'x' }
    for (let guess = 0; guess < 3; guess++) {
      expect(await refusalOf(beginPasskey(id, admin, { code: bad }))).toMatchObject(wrong)
    }
    expect((await world.types(id)).slice(-3)).toEqual(
      Array(3).fill('user.human.passwordless.initialization.code.check.failed'),
    )
    expect(await secrets()).toBe(0)
    expect(await refusalOf(beginPasskey(id, admin, { code }))).toMatchObject(wrong)
  })

  test('late, unknown and unsent codes do not work, nor do those of others', async () => {
    const [id, other] = [await world.person(), await world.person()]
    const code = await codeFor(id)
    expect(await refusalOf(beginPasskey(other, admin, { code }))).toMatchObject(wrong)
    expect(await refusalOf(beginPasskey(id, later(admin, 3601), { code }))).toMatchObject(wrong)
    const unknown = { id: 'nothing', code: code.code }
    expect(await refusalOf(beginPasskey(id, admin, { code: unknown }))).toMatchObject(wrong)
    const sendLink = { case: 'sendLink', value: { urlTemplate: 'https://x/{{.Code}}/{{.CodeID}}' } } as const
    const sent = await world.ask(v2.createPasskeyRegistrationLink, { userId: id, medium: sendLink }, admin)
    expect(sent.code).toBeUndefined()
    const [row] = await world.deps.database.query<{ payload: { codeId: string; secretId: string } }>(
      `select payload from events where stream_id = $1 and type like '%code.requested'`,
      [id],
    )
    const { codeId = '', secretId = '' } = row?.payload ?? {}
    const stream = { instanceId: 'i1', type: 'user', id }
    const plain = (await world.deps.log.secret(stream, secretId))?.toString() ?? ''
    const mailed = { id: codeId, code: plain }
    expect(await refusalOf(beginPasskey(id, admin, { code: mailed }))).toMatchObject(wrong)
    await world.append(id, [
      { type: 'user.human.passwordless.initialization.code.sent', payload: { codeId } },
    ])
    await beginPasskey(id, admin, { code: mailed })
  })

  test('a broken template is refused', async () => {
    const id = await world.person()
    const sendLink = { case: 'sendLink', value: { urlTemplate: 'https://x/{{.Password}}' } } as const
    const asked = world.ask(v2.createPasskeyRegistrationLink, { userId: id, medium: sendLink }, admin)
    expect((await refusalOf(asked)).kind).toBe('invalid_argument')
  })

  test('links of v1 carry what the hosted login needs', async () => {
    const id = await world.person()
    const own = await world.ask(auth.addMyPasswordlessLink, {}, testCall(id))
    const link = new URL(own.link)
    expect(link.origin + link.pathname).toBe('http://localhost/ui/login/login/passwordless/init')
    expect(link.searchParams.get('userID')).toBe(id)
    expect(link.searchParams.get('orgID')).toBe('o1')
    expect(own.expiration?.seconds).toBe(3600n)
    expect(own.details?.creationDate).toBeDefined()
    const code = { id: link.searchParams.get('codeID') ?? '', code: link.searchParams.get('code') ?? '' }
    await beginPasskey(id, admin, { code })
    await world.ask(auth.sendMyPasswordlessLink, {}, testCall(id))
    await world.ask(management.sendPasswordlessRegistration, { userId: id }, admin)
    const made = await world.ask(management.addPasswordlessRegistration, { userId: id }, admin)
    expect(made.link).toContain('/passwordless/init?')
    expect((await world.types(id)).slice(-3)).toEqual([
      'user.human.passwordless.initialization.code.requested',
      'user.human.passwordless.initialization.code.requested',
      'user.human.passwordless.initialization.code.added',
    ])
  })
})

test('state, rows and secrets are what the log says', async () => {
  expect((await world.deps.log.verify()).findings).toEqual([])
})
