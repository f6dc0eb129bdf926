import { create, type DescMethodUnary } from '@bufbuild/protobuf'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@sallyport/contract/zitadel/user/v2beta/user_service_pb.js'
import { expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import type { InboundCall } from '../contract/dispatch.ts'
import { implement, type MethodHandlers, mergeHandlers, method } from '../contract/handlers.ts'
import { served } from '../contract/served.ts'
import { instanceId, orgId, userId } from '../kernel/ids.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import { testClock } from '../testing/testClock.ts'
import type { Call } from './call.ts'
import { createDispatch } from './createDispatch.ts'
import type { UserCredentialKind } from './credentialKind.ts'
import type { FoundRow, Lookup } from './lookup.ts'
import { namedUser } from './streamNames.ts'

const kind: UserCredentialKind<{ readonly id: string }> = {
  name: 'any',
  parse: (text) => ({ id: text }),
  lookup: {
    table: '',
    column: '',
    value: ({ id }) => id,
    user: '',
    secret: { streamType: '', streamId: '', id: '' },
    columns: {},
  },
  identify: async () => ({ token: { kind: 'any', id: 't1' } }),
}

const row: FoundRow = {
  instance_id: instanceId('i1'),
  name: 'test',
  default_org_id: orgId('o1'),
  default_language: 'en',
  primary_domain: 'id.example',
  public_host_known: true,
  org_known: true,
  memos: {},
  digest: 'digest',
  streams: null,
  user_id: userId('u1'),
  org_id: orgId('o1'),
  user_kind: 'human',
  status: 'active',
  locked_until: null,
  org_active: true,
  memberships: [{ scope: 'instance', aggregateId: 'i1', roles: ['IAM_OWNER'] }],
  sealed: null,
  fresh_proof_minutes: 15,
}

/** Every caller is in the cache; a second try bypasses it. */
const lookup: Lookup = {
  instance: async () => row,
  organization: async () => undefined,
  credentials: new Map([
    [
      'any',
      async (_key, cacheUse) => {
        if (cacheUse && !cacheUse.bypass) cacheUse.read = { kind: 'any', parameters: '', digest: 'digest' }
        return row
      },
    ],
  ]),
}

/** Requests from the wire bring what the rule of fresh proofs reads. */
const unread = async (): Promise<never> => {
  throw new Error('the look-up has read it')
}

/** Dispatches one request to the handlers and collects the calls that each try makes. */
async function dispatch(
  handlers: (calls: Call[]) => MethodHandlers<typeof UserService, Call>,
  rpc: DescMethodUnary = UserService.method.lockUser,
) {
  const calls: Call[] = []
  const send = createDispatch({
    authenticator: {
      lookup,
      kinds: [kind],
      log: { unseal: async () => Buffer.alloc(0), mac: async () => Buffer.alloc(0) },
      database: { query: async () => [] },
      publicAddress: loadConfig({ environment: {} }),
    },
    lookup: served(mergeHandlers([implement(UserService, handlers(calls))])),
    clock: testClock(),
    credentialRights: { holder: async () => undefined, vouches: async () => false },
    freshProof: { minutes: unread, assurance: unread },
    demandsReasons: async () => false,
    measureImpact: async () => ({ impact: {} }),
  })
  const inbound: InboundCall = {
    method: rpc,
    message: create(rpc.input, { userId: 'u2' } as Record<string, unknown>),
    headers: new Headers({ authorization: 'Bearer token' }),
    authority: 'id.example',
    secure: false,
    clientAddress: '127.0.0.1',
    protocol: 'connect',
    signal: new AbortController().signal,
  }
  const outcome = await send(inbound).catch((error: unknown) => error)
  return { calls, outcome }
}

const refused = refuse('test.refused', 'failed_precondition', 'no')

test('a method without traits that is no read runs exactly once and never on cached rows', async () => {
  const { calls, outcome } = await dispatch((calls) => ({
    lockUser: async (_request, call) => {
      calls.push(call)
      throw new DomainError(refused)
    },
  }))
  expect(outcome).toMatchObject({ refusal: refused })
  expect(calls.map(({ cacheUse }) => cacheUse)).toEqual([undefined])
})

test.each([UserService.method.lockUser, UserServiceBeta.method.lockUser])(
  '$parent.typeName: a method that appends to a stream runs again unless an append has confirmed the cached rows',
  async (rpc) => {
    const run = (confirmed: boolean) =>
      dispatch(
        (calls) => ({
          lockUser: method({ appendsTo: namedUser }, async (_request, call) => {
            calls.push(call)
            if (confirmed && call.cacheUse) call.cacheUse.state = 'confirmed'
            return {}
          }),
        }),
        rpc,
      )
    const unconfirmed = await run(false)
    expect(unconfirmed.calls.map(({ cacheUse }) => cacheUse?.bypass)).toEqual([false, true])
    const confirmed = await run(true)
    expect(confirmed.calls.map(({ cacheUse }) => cacheUse?.bypass)).toEqual([false])
  },
)

test.each([UserService.method.removeTOTP, UserServiceBeta.method.removeTOTP])(
  '$parent.typeName: a change of own factors needs a fresh proof, which costs no further read',
  async (rpc) => {
    const change = (userId: string) =>
      dispatch(
        (calls) => ({
          removeTOTP: method({ freshProof: () => userId }, async (_request, call) => {
            calls.push(call)
            return {}
          }),
        }),
        rpc,
      )
    expect((await change('u1')).outcome).toMatchObject({
      refusal: { code: 'auth.fresh_proof_required', stepUp: { maxAge: 900 } },
    })
    expect((await change('u2')).calls).toHaveLength(1)
  },
)
