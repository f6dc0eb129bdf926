import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { keySetSql } from '../../features/web-keys/index.ts'
import { type LookupPart, openRequestLookup } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'

const keysPart: LookupPart<never, { readonly key_set: string }> = {
  keys: [],
  joins: '',
  columns: { key_set: keySetSql('i.instance_id') },
}

/** The public keys of the instance (RFC 7517 §5), read with every request; clients may keep them for five minutes. */
export function keysEndpoint(on: OidcDeps): Endpoint<Call> {
  const find = openRequestLookup(on, [keysPart])
  return endpoint({
    methods: ['GET'],
    path: '/oauth/v2/keys',
    credential: 'protocol',
    cors: 'any origin',
    body: 'none',
    refusals: 'oauth',
    async handle({ head }) {
      const { row } = await find(head, {})
      return {
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'max-age=300, must-revalidate' },
        body: row.key_set,
      }
    },
  })
}
