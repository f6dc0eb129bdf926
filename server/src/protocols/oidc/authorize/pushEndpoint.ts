import type { Call } from '../../../access/call.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { pushedLifetime, pushRequest } from '../../../features/auth-requests/index.ts'
import { authenticateClient } from '../client.ts'
import { presentedCredentials } from '../clientAuth/presented.ts'
import { openClientLookup } from '../clientLookup.ts'
import { confirmKey } from '../confirmation.ts'
import { type AnonymousDeps, limitAnonymous } from '../limitAnonymous.ts'
import { jsonReply, OAuthError, replying } from '../oauthError.ts'
import { type Parameters, parametersOf } from '../parameters.ts'
import { authorizeColumn, authorizeParts } from './authorizeColumn.ts'
import { signedParameters } from './resolveRequest.ts'
import { targetOf } from './target.ts'

/** Parameters that authenticate the client, and are not part of the request. */
const credentials: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'request',
])

/** Bytes of the parameters that are kept. */
const maxKept = 16 * 1024

/** The endpoint for pushed requests (RFC 9126 §2): checks a request as authorize does, and keeps it for the browser to fetch once. */
export function pushEndpoint(on: AnonymousDeps): Endpoint<Call> {
  const find = openClientLookup(on, authorizeParts, 'fresh')
  const column = authorizeColumn(on)
  return endpoint({
    methods: ['POST'],
    path: '/oauth/v2/par',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    bodyLimit: 64 * 1024,
    refusals: 'oauth',
    handle: ({ body, head }) =>
      replying(async () => {
        const sent = parametersOf(body)
        const presented = presentedCredentials(head, sent)
        const found = await find(head, { client_id: presented.clientId ?? '' })
        const client = await authenticateClient(on, {
          found: found.row,
          head,
          parameters: sent,
          place: found,
          presented,
        })
        if (client.authMethod === 'none') await limitAnonymous(on, head, found)
        if (sent.get('request_uri') !== undefined) {
          throw new OAuthError('invalid_request', 'a pushed request has no request_uri; send its parameters')
        }
        const parameters = await signedParameters(on, { found, client, sent })
        const target = targetOf(on, client, parameters, found.origin.url)
        const { confirmation, headers } = head.headers.has('dpop')
          ? await confirmKey(on, { head, place: found }, expectedKey(parameters))
          : { confirmation: undefined, headers: {} }
        const kept = keptParameters(parameters.entries(), client.clientId, confirmation?.jkt)
        const writing = { instanceId: found.instanceId, creator: 'anonymous', now: found.now }
        const { result } = await on.log.transact(writing, undefined, async (tx) => {
          await column.run({ tx, found, client, target, parameters, loginClient: undefined })
          return pushRequest(tx, { clientId: client.clientId, parameters: kept })
        })
        return jsonReply({ request_uri: result, expires_in: pushedLifetime / 1000 }, { status: 201, headers })
      }),
  })
}

/** The proof must be of the key that the parameters name, if they name one (RFC 9449 §10.1). */
function expectedKey(parameters: Parameters) {
  const jkt = parameters.get('dpop_jkt')
  return jkt === undefined ? undefined : { jkt }
}

function keptParameters(
  entries: Iterable<readonly [string, readonly string[]]>,
  clientId: string,
  dpopJkt: string | undefined,
) {
  const kept: Record<string, string | readonly string[]> = { client_id: clientId }
  for (const [name, values] of entries) {
    if (!credentials.has(name)) kept[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  if (dpopJkt !== undefined) kept['dpop_jkt'] = dpopJkt
  if (Buffer.byteLength(JSON.stringify(kept)) > maxKept) {
    throw new OAuthError('invalid_request', `the request is longer than ${maxKept} bytes; send a shorter one`)
  }
  return kept
}
