import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addClientMachine } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { signAssertion } from './oidcProofs.ts'
import { addMachine, outcome } from './tenants.ts'

const server = await testServer()
const users = (token?: string) => server.client(UserService, token === undefined ? {} : { token })
const scope = 'openid urn:zitadel:iam:org:project:id:zitadel:aud'
const late = 'FailedPrecondition machine_credential.outlives_token'
const end = Date.now() + 30 * 86_400_000
const at = (milliseconds: number) => timestampFromDate(new Date(milliseconds))
const { userId } = await addMachine(server, { roles: ['IAM_OWNER'] })
const other = (await addMachine(server)).userId

/** Fetches an access token of twelve hours by a new key with this end, or without one. */
async function tokenByKey(expirationDate?: ReturnType<typeof at>) {
  const { keyDetails } = await server
    .client(ManagementService)
    .addMachineKey({ userId, type: KeyType.JSON, ...(expirationDate && { expirationDate }) })
  const { key, keyId } = JSON.parse(Buffer.from(keyDetails).toString()) as { key: string; keyId: string }
  const assertion = await signAssertion(server, { subject: userId, keyId, key })
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  const { json } = await requestToken(server, { grant_type, assertion, scope })
  return { keyId, token: String(json['access_token']) }
}

/** Tries to create one credential of each kind with this end, a secret without. */
const create = (token: string, expirationDate: ReturnType<typeof at>) =>
  Promise.all(
    [
      users(token).addPersonalAccessToken({ userId: other, expirationDate }),
      users(token).addKey({ userId: other, expirationDate }),
      users(token).addSecret({ userId: other }),
    ].map(outcome),
  )

test('a token that a machine fetched by a key creates nothing that outlives the key', async () => {
  const { token } = await tokenByKey(at(end))
  expect(await create(token, at(end + 1000))).toEqual([late, late, late])
  expect(await create(token, at(end - 1000))).toEqual(['ok', 'ok', late])
})

test('a token that was fetched by a key without an end, or by a secret, creates credentials that last', async () => {
  const byKey = await tokenByKey()
  expect(await create(byKey.token, at(end * 2))).toEqual(['ok', 'ok', 'ok'])
  const { basic } = await addClientMachine(server, { roles: ['IAM_OWNER'] })
  const { json } = await requestToken(server, { grant_type: 'client_credentials', scope }, { basic })
  expect(await create(String(json['access_token']), at(end * 2))).toEqual(['ok', 'ok', 'ok'])
})

test('a token whose key was taken away creates nothing', async () => {
  const { keyId, token } = await tokenByKey()
  await users().removeKey({ userId, keyId })
  expect(new Set(await create(token, at(end)))).toEqual(new Set(['Unauthenticated auth.token_invalid']))
})
