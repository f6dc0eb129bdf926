import type { JsonObject } from '@bufbuild/protobuf'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import {
  type Bent,
  type SoftAuthenticator,
  softAuthenticator,
} from '../../server/src/testing/softAuthenticator.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'

/** The relying party that user.v2 calls name, and its page that requests keys. */
export const domain = 'example.com'
export const pageOrigin = 'https://login.example.com'

/** A registered key, with the authenticator that holds it. */
export interface HeldKey {
  readonly id: string
  readonly key: SoftAuthenticator
}

/** Registers a key named `My key` over user.v2. */
export async function addKey(
  server: TestServer,
  userId: string,
  kind: 'passkey' | 'u2f',
  bent: Bent = {},
): Promise<HeldKey> {
  const users = server.client(UserService)
  const key = softAuthenticator(pageOrigin)
  const tokenName = 'My key'
  if (kind === 'u2f') {
    const begun = await users.registerU2F({ userId, domain })
    const options = begun.publicKeyCredentialCreationOptions ?? {}
    const publicKeyCredential = key.register(options, { userVerified: false, ...bent })
    await users.verifyU2FRegistration({ userId, u2fId: begun.u2fId, tokenName, publicKeyCredential })
    return { id: begun.u2fId, key }
  }
  const begun = await users.registerPasskey({ userId, domain })
  const options = begun.publicKeyCredentialCreationOptions ?? {}
  const publicKeyCredential = key.register(options, bent)
  const { passkeyId } = begun
  await users.verifyPasskeyRegistration({ userId, passkeyId, passkeyName: tokenName, publicKeyCredential })
  return { id: passkeyId, key }
}

const encoded = (bytes: Uint8Array | string) => Buffer.from(bytes).toString('base64url')

/** Malformed values for each member of a response that was valid: other types, cut and broken bytes, broken CBOR and JSON. */
export function* malformed(good: JsonObject): Generator<JsonObject> {
  const deep = Buffer.concat([Buffer.alloc(5000, 0x81), Buffer.from([0])])
  for (const [name, value] of Object.entries(good)) {
    if (typeof value !== 'string') continue
    const bytes = Buffer.from(value, 'base64url')
    const cuts = [0, 1, 36, 37, 54, bytes.length - 1].filter((length) => length < bytes.length)
    const broken = [Buffer.from([0xff]), Buffer.from('{'), Buffer.from('null'), Buffer.from('[]'), deep]
    const endless = Buffer.from([0xbb, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])
    for (const text of [...cuts.map((length) => bytes.subarray(0, length)), ...broken, endless])
      yield { ...good, [name]: encoded(text) }
    for (const other of [null, 1, true, {}, [], 'not base64!', '\u0000']) yield { ...good, [name]: other }
  }
}
