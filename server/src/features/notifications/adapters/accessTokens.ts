import { z } from 'zod'
import type { Clock } from '../../../kernel/clock.ts'
import { failureOf } from '../../../outbound/connectionFailure.ts'
import type { Outbound } from '../../../outbound/outbound.ts'
import type { OauthSettings } from '../events.ts'
import { DeliveryError, type OpenProvider } from './outgoing.ts'

/** Access tokens of providers, fetched again shortly before they expire. */
export interface AccessTokens {
  of(provider: OpenProvider, oauth: OauthSettings): Promise<string>
  /** Has the next mail fetch another token, as the mail server may have refused this one. */
  forget(provider: OpenProvider): void
}

interface Fetched {
  readonly token: string
  readonly lifetimeSeconds: number
}

const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive().optional() })
/** Of a token whose reply names none. */
const usualLifetimeSeconds = 300
/** A token is not used in the last minute of its life. */
const spareSeconds = 60

/** Keeps the tokens of all providers; requests at the same time fetch one. */
export function accessTokens(outbound: Outbound, clock: Clock): AccessTokens {
  const kept = new Map<string, { readonly version: string; readonly token: Promise<string>; until: number }>()
  const keyOf = ({ instanceId, id }: OpenProvider) => JSON.stringify([instanceId, id])
  const secondsNow = () => clock.now().getTime() / 1000
  return {
    of(provider, oauth) {
      const key = keyOf(provider)
      const known = kept.get(key)
      if (known?.version === provider.version && known.until > secondsNow()) return known.token
      for (const [one, { until }] of kept) if (until <= secondsNow()) kept.delete(one)
      const fetched = fetchAccessToken(outbound, oauth, provider.secret ?? '')
      const entry = {
        version: provider.version,
        token: fetched.then(({ token }) => token),
        until: Number.POSITIVE_INFINITY,
      }
      kept.set(key, entry)
      fetched.then(
        ({ lifetimeSeconds }) => {
          entry.until = secondsNow() + lifetimeSeconds - spareSeconds
        },
        () => {
          if (kept.get(key) === entry) kept.delete(key)
        },
      )
      return entry.token
    },
    forget: (provider) => void kept.delete(keyOf(provider)),
  }
}

/** Fetches a token by client credentials, with HTTP Basic (RFC 6749 §2.3.1, §4.4). Throws `DeliveryError`. */
export async function fetchAccessToken(
  outbound: Outbound,
  { tokenEndpoint, clientId, scopes }: OauthSettings,
  clientSecret: string,
): Promise<Fetched> {
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':')
  const { host } = new URL(tokenEndpoint)
  const request = {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    },
    body: String(new URLSearchParams({ grant_type: 'client_credentials', scope: scopes.join(' ') })),
  } as const
  const { status, body } = await outbound.request(tokenEndpoint, request).catch((error: unknown) => {
    throw new DeliveryError(`the token endpoint at ${host} could not be reached: ${failureOf(error)}`)
  })
  const reply = status === 200 ? tokenReply.safeParse(jsonOf(body)) : undefined
  if (!reply?.success)
    throw new DeliveryError(`the token endpoint at ${host} gave no token, but HTTP ${status}`)
  const { access_token: token, expires_in: lifetimeSeconds = usualLifetimeSeconds } = reply.data
  return { token, lifetimeSeconds }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
