import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addApp, codeAt, eventTypesOf, testClock } from './factors.ts'
import { addPerson, byId, password } from './people.ts'
import {
  addRecoveryCodes,
  checkRecoveryCode,
  countRecoveryCodes,
  operate,
  removeRecoveryCodes,
} from './recoveryCodes.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const clock = testClock()
const server = await systemServer({ clock })
const org = await addOrg(server)
const { headers } = org

const strangers = {
  'ORG_OWNER elsewhere': 'NotFound',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'another instance': 'Unauthenticated',
}
/** The status that each caller receives, as for an authenticator app. */
const credential = {
  IAM_OWNER: 'ok',
  IAM_OWNER_VIEWER: 'PermissionDenied',
  IAM_USER_MANAGER: 'PermissionDenied',
  IAM_LOGIN_CLIENT: 'ok',
  ORG_OWNER: 'ok',
  ORG_USER_MANAGER: 'PermissionDenied',
  ORG_OWNER_VIEWER: 'PermissionDenied',
  ...strangers,
}
const write = { ...credential, IAM_USER_MANAGER: 'ok', ORG_USER_MANAGER: 'ok' }
const read = { ...write, IAM_OWNER_VIEWER: 'ok', ORG_OWNER_VIEWER: 'ok' }

const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER: {},
  ...(await addCallers(
    server,
    org.orgId,
    'IAM_OWNER_VIEWER',
    'IAM_USER_MANAGER',
    'IAM_LOGIN_CLIENT',
    'ORG_OWNER',
    'ORG_USER_MANAGER',
    'ORG_OWNER_VIEWER',
  )),
}

/** A person with an authenticator app and recovery codes. */
async function addHolder(options: { readonly headers?: Record<string, string> } = { headers }) {
  const { userId } = await addPerson(server, options)
  const seed = await addApp(server, userId)
  return { userId, seed, codes: await addRecoveryCodes(server, userId) }
}

async function outcomes(act: (options: ClientOptions) => Promise<unknown>) {
  const statuses: Record<string, string> = {}
  for (const [caller, options] of Object.entries(callers)) statuses[caller] = await statusOf(act(options))
  return statuses
}

describe('every operation demands its right in the organization of the user', () => {
  test('creating and replacing', async () => {
    const { userId } = await addHolder()
    expect(await outcomes((options) => addRecoveryCodes(server, userId, options))).toEqual(credential)
  })

  test('counting', async () => {
    const { userId } = await addHolder()
    expect(await outcomes((options) => countRecoveryCodes(server, userId, options))).toEqual(read)
  })

  test('removing', async () => {
    const act = async (options: ClientOptions) => {
      const { userId } = await addHolder()
      const before = (await eventTypesOf(server, userId)).length
      await removeRecoveryCodes(server, userId, options).catch(async (error: unknown) => {
        expect(await eventTypesOf(server, userId)).toHaveLength(before)
        throw error
      })
    }
    expect(await outcomes(act)).toEqual(write)
  })

  test('checking on a session', async () => {
    const { userId, codes } = await addHolder()
    const { sessionId } = await server.client(SessionService).createSession({ checks: byId(userId) })
    const left = [...codes]
    const act = (options: ClientOptions) => checkRecoveryCode(server, sessionId, left.pop() ?? '', options)
    const statuses = await outcomes(act)
    expect(statuses).toEqual(await setSessionStatuses(userId))
    expect(Object.values(statuses)).toContain('ok')
  })

  /** Who may change a session of the person by the contract. */
  async function setSessionStatuses(userId: string) {
    const { sessionId } = await server.client(SessionService).createSession({ checks: byId(userId) })
    const checks = { password: { password } }
    return outcomes((options) => server.client(SessionService, options).setSession({ sessionId, checks }))
  }
})

test('strangers hear the same whether a person has codes, has none, or does not exist', async () => {
  const { userId: holder } = await addHolder()
  const { userId: without } = await addPerson(server, { headers })
  const { sessionId: known } = await server.client(SessionService).createSession({ checks: byId(holder) })
  for (const name of Object.keys(strangers)) {
    const options = callers[name] ?? {}
    for (const act of [addRecoveryCodes, countRecoveryCodes, removeRecoveryCodes]) {
      const heard = await Promise.all(
        [holder, without].map((userId) => refusalOf(act(server, userId, options))),
      )
      expect(heard[0]).toEqual(heard[1])
      if (act !== addRecoveryCodes && name !== 'no token') {
        const unknown = await refusalOf(act(server, 'nobody', options))
        expect([name, act.name, unknown.code]).toEqual([name, act.name, heard[0]?.code])
      }
    }
    const onKnown = await refusalOf(checkRecoveryCode(server, known, '00000-00000-00000', options))
    const onUnknown = await refusalOf(checkRecoveryCode(server, 'nothing', '00000-00000-00000', options))
    expect([name, onKnown.code]).toEqual([name, onUnknown.code])
  }
})

test('only people that exist have codes; ids are validated first', async () => {
  const machine = await addMachine(server)
  const failed = { code: 'FailedPrecondition', id: 'second_factor.recovery_codes_need_person' }
  for (const id of [machine.userId, 'nobody']) {
    expect(await refusalOf(addRecoveryCodes(server, id))).toEqual(failed)
  }
  expect(await refusalOf(addRecoveryCodes(server, 'me', { token: machine.token }))).toEqual(failed)
  const invalid = { code: 'InvalidArgument', id: 'operation.parameter_invalid' }
  expect(await refusalOf(countRecoveryCodes(server, 'x'.repeat(201)))).toEqual(invalid)
  for (const body of [[], 'text', 5]) {
    const refusal = await refusalOf(operate(server, 'POST', 'sessions/x/recovery_code', { body }))
    expect(refusal).toEqual({ code: 'InvalidArgument', id: 'operation.body_invalid' })
  }
})

test('nobody sets the codes of a user with more rights than their own', async () => {
  const { userId } = await addHolder({})
  await server.client(AdminService).addIAMMember({ userId, roles: ['IAM_OWNER'] })
  const owner = { token: (await addMachine(server, { roles: ['ORG_OWNER'] })).token }
  const tooWeak = { code: 'PermissionDenied', id: 'permission.credential_rights' }
  expect(await refusalOf(addRecoveryCodes(server, userId, owner))).toEqual(tooWeak)
  expect(await refusalOf(addRecoveryCodes(server, userId, callers['IAM_LOGIN_CLIENT']))).toEqual(tooWeak)
})

describe('people themselves', () => {
  /** A session that has proved everything just now. */
  async function ownToken(userId: string, seed: string) {
    clock.advance(30)
    const totp = { code: codeAt(seed, clock.now()) }
    const checks = { ...byId(userId), password: { password }, totp }
    return { token: (await server.client(SessionService).createSession({ checks })).sessionToken }
  }

  test('create, count, replace and remove their codes without any role, by id or as me', async () => {
    const { userId } = await addPerson(server, { headers })
    const own = await ownToken(userId, await addApp(server, userId))
    for (const id of ['me', userId]) {
      expect(await addRecoveryCodes(server, id, own)).toHaveLength(10)
      expect(await countRecoveryCodes(server, id, own)).toMatchObject({ left: 10 })
      await removeRecoveryCodes(server, id, own)
      expect(await countRecoveryCodes(server, id, own)).toEqual({ left: 0, total: 0 })
    }
    const { userId: other } = await addHolder()
    for (const act of [addRecoveryCodes, countRecoveryCodes, removeRecoveryCodes]) {
      expect((await refusalOf(act(server, other, own))).code).toBe('NotFound')
    }
  })

  test('prove themselves again before they replace or remove codes', async () => {
    const { userId, seed } = await addHolder()
    const own = await ownToken(userId, seed)
    clock.advance(16 * 60)
    for (const act of [addRecoveryCodes, removeRecoveryCodes]) {
      const refusal = await refusalOf(act(server, 'me', own))
      expect(refusal).toEqual({ code: 'Unauthenticated', id: 'auth.fresh_proof_required' })
    }
    expect(await countRecoveryCodes(server, 'me', own)).toMatchObject({ left: 10 })
    await removeRecoveryCodes(server, 'me', await ownToken(userId, seed))
  })
})

test('replies are for no cache, and pages of any origin may read them without cookies', async () => {
  const { userId } = await addHolder()
  const { headers: sent } = await server.rest('POST', `/sallyport/v1/users/${userId}/recovery_codes`)
  expect(sent.get('cache-control')).toBe('no-store')
  expect(sent.get('access-control-allow-origin')).toBe('*')
  expect(sent.has('access-control-allow-credentials')).toBe(false)
})
