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
