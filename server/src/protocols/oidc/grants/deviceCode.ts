import { matchesDigest } from '../../../access/tokenSecret.ts'
import type { Transaction } from '../../../eventlog/types.ts'
import {
  type Approved,
  type DeviceAuthorizationState,
  type DeviceNotRedeemed,
  deviceAuthorizationDone,
  deviceAuthorizationFacet,
  deviceCodeText,
  pollInterval,
  redeemDevice,
} from '../../../features/device-authorizations/index.ts'
import { issueTokens } from '../../../features/oidc-sessions/index.ts'
import { useOnce } from '../../../features/proof-of-possession/index.ts'
import { deviceCodePart } from '../authorize/codePart.ts'
import { isLoginStanding } from '../authorize/loginStanding.ts'
import { loginGrant, loginReply } from '../authorize/loginTokens.ts'
import { authenticateClient, clientPart } from '../client.ts'
import { confirmKey } from '../confirmation.ts'
import { issuingPart } from '../issuingPart.ts'
import { type Found, openRequestLookup } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { narrowedAudience } from '../resources.ts'
import { steps } from '../steps.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

const parts = [clientPart, issuingPart, deviceCodePart]
type FoundDevice = Found<(typeof parts)[number]>
type Code = NonNullable<ReturnType<typeof deviceCodeText.parse>>

/** Seconds between two polls that are not refused: the interval, less what networks may shift. */
const throttle = pollInterval - 1

/**
 * Device codes (RFC 8628 §3.4). Polls are throttled for all processes. An approval is redeemed once, and only while
 * all that it rests on stands.
 */
export const deviceCode: Grant & { readonly type: 'urn:ietf:params:oauth:grant-type:device_code' } = {
  type: 'urn:ietf:params:oauth:grant-type:device_code',
  open(on) {
    const find = openRequestLookup(on, parts)
    const column = steps<TokenRequest>()
      .step(({ parameters }) => ({ code: deviceCodeText.parse(parameters.require('device_code')) }))
      .step(async ({ head, presented, code }) => ({
        found: await find(head, {
          client_id: presented.clientId ?? '',
          device_id: code?.deviceAuthorizationId ?? '',
          code_id: code?.codeId ?? '',
        }),
      }))
      .step(async ({ found, ...request }) => ({
        client: await authenticateClient(on, { ...request, found: found.row, place: found }),
      }))
      .check(({ client }) => {
        if (client.grantTypes.includes(deviceCode.type)) return
        throw new OAuthError(
          'unauthorized_client',
          'this application may not use device codes; add the grant to it',
        )
      })
      .step(async ({ found, code }) => ({ code: await knownCode(on, found, code) }))
      .check(({ found, code }) => slowDown(on, found, code))
      .check(({ found, client }) => refuseUnready(found, client.clientId))
      .step(async ({ found, parameters }) => ({
        accessAudience: await narrowedAudience(
          on,
          found.instanceId,
          grantedAudience(found),
          parameters.all('resource'),
        ),
      }))
      .step(async ({ head, found, client }) => ({
        bound: await confirmKey(on, { head, place: found, client }),
      }))
      .step((draft) => redeem(on, draft))
      .step(async ({ found, login, tokens }) => ({ reply: await loginReply(on, found, login, tokens) }))
    return async (request) => {
      const { reply, bound } = await column.run(request)
      return { ...reply, headers: bound.headers }
    }
  },
}

async function knownCode(
  on: OidcDeps,
  { instanceId, row }: FoundDevice,
  code: Code | undefined,
): Promise<Code> {
  if (code === undefined) throw refusalOf('invalid_grant')
  const { code_sealed: sealed } = row
  const stream = { instanceId, type: 'device_auth', id: code.deviceAuthorizationId }
  const digest = sealed === null ? undefined : await on.log.unseal(stream, code.codeId, sealed)
  if (!matchesDigest(code.secret, digest)) throw refusalOf('invalid_grant')
  return code
}

async function slowDown(on: OidcDeps, { instanceId, now }: FoundDevice, code: Code): Promise<void> {
  const expiresAt = new Date(now.getTime() + throttle * 1000)
  const poll = {
    instanceId,
    purpose: 'device_poll',
    value: code.deviceAuthorizationId,
    now,
    expiresAt,
  } as const
  if (await useOnce(on.database, poll)) return
  throw new OAuthError(
    'slow_down',
    `this device polls too often; wait ${pollInterval} seconds more between two polls`,
  )
}

function stateOf({ row }: FoundDevice): DeviceAuthorizationState {
  const state = row.code_stream?.facets[deviceAuthorizationFacet.name] as DeviceAuthorizationState | undefined
  return state ?? { kind: 'none' }
}

/** Most polls come before the approval: these append nothing. */
function refuseUnready(found: FoundDevice, clientId: string): void {
  const outcome = redeemDevice(stateOf(found), clientId, found.now)
  if (typeof outcome === 'string') throw refusalOf(outcome)
}

function grantedAudience(found: FoundDevice): readonly string[] {
  const state = stateOf(found)
  return 'request' in state ? state.request.audience : []
}

interface Redemption {
  readonly found: FoundDevice
  readonly client: Awaited<ReturnType<typeof authenticateClient>>
  readonly code: Code
  readonly bound: Awaited<ReturnType<typeof confirmKey>>
  readonly accessAudience: readonly string[] | undefined
}

async function redeem(on: OidcDeps, { found, client, code, bound, accessAudience }: Redemption) {
  const { instanceId, now, row } = found
  const ref = { type: 'device_auth', id: code.deviceAuthorizationId }
  const writing = { instanceId, creator: row.user_facts?.userId ?? 'anonymous', now }
  const { result } = await on.log.transact(writing, ref, async (tx: Transaction) => {
    const stream = await tx.load(ref)
    const outcome = redeemDevice(stream.state(deviceAuthorizationFacet), client.clientId, now)
    if (typeof outcome === 'string') throw refusalOf(outcome)
    if (!isLoginStanding(row, outcome.approval, now)) throw new OAuthError('invalid_grant', ended)
    const login = { ...loginOf(found, client, outcome, bound), accessAudience }
    const grant = loginGrant(login)
    const issued = await issueTokens(tx, grant)
    if (issued === undefined) throw new OAuthError('invalid_grant', ended)
    await tx.append(stream, [deviceAuthorizationDone({ oidcSessionId: issued.oidcSessionId })])
    return { login, tokens: { grant, issued } }
  })
  return result
}

const ended =
  'the session that approved this device, or a proof that it held then, is gone; ask for a new device code'

function loginOf(
  found: FoundDevice,
  client: Redemption['client'],
  { request, approval }: Approved,
  bound: Redemption['bound'],
) {
  const { confirmation } = bound
  return {
    client,
    request: {
      scope: request.scope,
      ...(request.scopeChanged && { scopeChanged: true as const }),
      audience: request.audience,
      responseType: 'code',
      issuer: found.origin.url,
      refreshTokenByScope: true,
    } as const,
    link: approval,
    row: found.row,
    ...(confirmation && { confirmation }),
  }
}

const descriptions: Readonly<Record<DeviceNotRedeemed, string>> = {
  authorization_pending: 'nobody has answered yet; poll again',
  access_denied: 'the person denied the device',
  expired_token: 'the device code has expired; ask for a new one',
  invalid_grant: 'the device code is unknown, was redeemed, or belongs to another client; ask for a new one',
}

function refusalOf(error: DeviceNotRedeemed): OAuthError {
  return new OAuthError(error, descriptions[error])
}
