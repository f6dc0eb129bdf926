import type { JWK } from 'jose'
import type { Database } from '../../database/database.ts'
import { appKeysOf, isVerifyingKey, type OidcClient } from '../../features/applications/index.ts'
import type { AssertionKey } from './assertion.ts'

/** The keys that verify what a client has signed: those of its key set that are meant for that, and those that were added to its app. */
export async function verificationKeys(
  database: Pick<Database, 'find'>,
  instanceId: string,
  { appId, jwks }: Pick<OidcClient, 'appId' | 'jwks'>,
): Promise<readonly AssertionKey[]> {
  const added = await appKeysOf(database, instanceId, appId)
  return [
    ...jwks.filter(isVerifyingKey).map((jwk) => ({
      keyId: typeof jwk.kid === 'string' ? jwk.kid : undefined,
      jwk: jwk as JWK,
    })),
    ...added.map(({ keyId, publicKey, expiresAt }) => ({
      keyId,
      pem: publicKey,
      expiresAt: new Date(expiresAt),
    })),
  ]
}
