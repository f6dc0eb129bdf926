import type { Call } from '../../access/call.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import {
  deviceCodeLifetime,
  openDeviceAuthorization,
  pollInterval,
} from '../../features/device-authorizations/index.ts'
import { grantScopes, projectPart } from './authorize/requestScopes.ts'
import { authenticateClient, clientPart } from './client.ts'
import { presentedCredentials } from './clientAuth/presented.ts'
import { deviceCode } from './grants/deviceCode.ts'
import { issuingPart } from './issuingPart.ts'
import { type AnonymousDeps, limitAnonymous } from './limitAnonymous.ts'
import { openRequestLookup } from './lookup.ts'
import { jsonReply, OAuthError, replying } from './oauthError.ts'
import { parametersOf, scopesOf } from './parameters.ts'
import { resourceAudience } from './resources.ts'
import { steps } from './steps.ts'
import type { TokenRequest } from './tokenRequest.ts'

/** The device authorization endpoint (RFC 8628 §3.1): a device gets a code for itself and one for its person. */
export function deviceEndpoint(on: AnonymousDeps): Endpoint<Call> {
  const find = openRequestLookup(on, [clientPart, issuingPart, projectPart])
  const column = steps<TokenRequest>()
    .step(async ({ head, presented }) => ({
      found: await find(head, { client_id: presented.clientId ?? '' }),
    }))
    .step(async ({ found, ...request }) => ({
      client: await authenticateClient(on, { ...request, found: found.row, place: found }),
    }))
    .check(async ({ client, head, found }) => {
      if (client.authMethod === 'none') await limitAnonymous(on, head, found)
    })
    .check(({ client }) => {
      if (client.grantTypes.includes(deviceCode.type)) return
      throw new OAuthError(
        'unauthorized_client',
        'this application may not use device codes; add the grant to it',
      )
    })
    .step(async ({ found, client, parameters }) => ({
      granted: await grantScopes(
        { find: on.database.find, instanceId: found.instanceId },
        client,
        found.row,
        scopesOf(parameters.get('scope') ?? 'openid'),
      ),
    }))
    .step(async ({ found, parameters }) => ({
      resources: await resourceAudience(on, found.instanceId, parameters.all('resource')),
    }))
    .step(async ({ found, client, granted, resources, parameters }) => ({
      codes: await openDeviceAuthorization(
        on,
        { instanceId: found.instanceId, creator: 'anonymous', now: found.now },
        {
          clientId: client.clientId,
          appId: client.appId,
          projectId: client.projectId,
          scope: granted.scope,
          ...((granted.scopeChanged || parameters.get('scope') === undefined) && { scopeChanged: true }),
          audience: [...new Set([...granted.audience, ...resources])],
          ...(granted.organization !== undefined && { organization: granted.organization }),
          ...(client.requiredAcr !== undefined && { demandedLevel: Number(client.requiredAcr.at(-1)) }),
        },
      ),
    }))
  return endpoint({
    methods: ['POST'],
    path: '/oauth/v2/device_authorization',
    credential: 'protocol',
    cors: 'any origin',
    body: 'form',
    refusals: 'oauth',
    handle: ({ body, head }) =>
      replying(async () => {
        const parameters = parametersOf(body)
        const presented = presentedCredentials(head, parameters)
        const { found, codes } = await column.run({ head, parameters, presented })
        const page = `${found.origin.url}/device`
        return jsonReply({
          device_code: codes.deviceCode,
          user_code: codes.userCode,
          verification_uri: page,
          verification_uri_complete: `${page}?user_code=${codes.userCode}`,
          expires_in: deviceCodeLifetime,
          interval: pollInterval,
        })
      }),
  })
}
