import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { reasonHeader } from '../../contract/reasonHeader.ts'
import { presentedCredentials } from './clientAuth/presented.ts'
import { grants } from './grants/grants.ts'
import { jsonReply, OAuthError, replying } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'
import { parametersOf } from './parameters.ts'

const nobody = { kind: 'none', clientId: '' } as const

/** The token endpoint (RFC 6749 §3.2): the type of grant decides everything else. Parameters count from the body only. */
export function tokenEndpoint(on: OidcDeps): Endpoint<Call> {
  const opened = new Map(grants.map((grant) => [grant.type, { ...grant, redeem: grant.open(on) }]))
  return endpoint({
    methods: ['POST'],
    path: '/oauth/v2/token',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    bodyLimit: 64 * 1024,
    refusals: 'oauth',
    ownHeaders: [reasonHeader],
    handle: ({ body, head }) =>
      replying(async () => {
        const parameters = parametersOf(body)
        const grant = opened.get(parameters.require('grant_type'))
        if (grant === undefined) {
          const types = [...opened.keys()].join(', ')
          throw new OAuthError(
            'unsupported_grant_type',
            `this grant_type is not supported; use one of ${types}`,
          )
        }
        const presented = grant.namesClient === false ? nobody : presentedCredentials(head, parameters)
        const reply = await grant.redeem({ head, parameters, presented })
        return jsonReply(reply.body, reply.headers ? { headers: reply.headers } : {})
      }),
  })
}
