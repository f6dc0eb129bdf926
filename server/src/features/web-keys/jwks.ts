import type { JWK } from 'jose'
import type { Deps } from '../manifest.ts'
import { listKeys } from './queries.ts'

/** Returns the public keys of an instance, read with every request (RFC 7517 §5). */
export async function jwksOf(
  { database }: Pick<Deps, 'database'>,
  instanceId: string,
): Promise<{ readonly keys: readonly JWK[] }> {
  const rows = await listKeys(database, instanceId)
  return {
    keys: rows.map(({ key_id: kid, alg, public_jwk }) => ({ ...public_jwk, use: 'sig', alg, kid })),
  }
}
