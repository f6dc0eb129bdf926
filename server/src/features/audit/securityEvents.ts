import type { FactorName } from '../../access/factorKinds.ts'
import type { EventDefinition } from '../../kernel/events.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { oidcSessionAdded, oidcSessionRevoked, refreshTokenRevoked } from '../oidc-sessions/events.ts'
import { passwordChanged, resetCodeAdded, resetCodeFailed } from '../passwords/events.ts'
import { recoveryCodesReplaced } from '../recovery-codes/events.ts'
import { sessionTerminated } from '../sessions/events.ts'
import { factorsAdded, factorsFailed, factorsProved, factorsRemoved } from '../sessions/index.ts'
import {
  emailChanged,
  emailVerified,
  humanAdded,
  machineAdded,
  phoneChanged,
  phoneRemoved,
  phoneVerified,
  userDeactivated,
  userImpersonated,
  userLocked,
  usernameChanged,
  userReactivated,
  userUnlocked,
} from '../users/events.ts'

/** What happened to the security of an account. */
export type SecurityFact =
  | {
      readonly kind: 'factor_proved' | 'factor_failed' | 'factor_added' | 'factor_removed'
      readonly factor: FactorName
    }
  /** `reason`: why its tokens are void, as in `oidc_session.revoked`; `client` if it gave them back. */
  | { readonly kind: 'app_revoked'; readonly reason: string }
  | { readonly kind: PlainKind }

type PlainKind =
  | 'account_created'
  | 'password_changed'
  | 'password_reset_requested'
  | 'password_reset_failed'
  | 'email_changed'
  | 'email_verified'
  | 'phone_changed'
  | 'phone_verified'
  | 'phone_removed'
  | 'username_changed'
  /** After failed attempts; an administrator's lock is `locked`. */
  | 'locked_out'
  | 'locked'
  | 'unlocked'
  | 'deactivated'
  | 'reactivated'
  | 'session_ended'
  | 'app_granted'
  /** Another user got tokens in the person's name. */
  | 'impersonated'

type Read = (payload: JsonObject) => SecurityFact
type Reading = readonly [EventDefinition, Read]

const plain = (event: EventDefinition, kind: PlainKind): Reading => [event, () => ({ kind })]
const ofFactor = (
  kind: 'factor_failed' | 'factor_added' | 'factor_removed',
  events: readonly { readonly kind: FactorName; readonly event: EventDefinition }[],
) => events.map(({ kind: factor, event }): Reading => [event, () => ({ kind, factor })])

const ofUsers: readonly Reading[] = [
  plain(humanAdded, 'account_created'),
  plain(machineAdded, 'account_created'),
  plain(passwordChanged, 'password_changed'),
  plain(resetCodeAdded, 'password_reset_requested'),
  plain(resetCodeFailed, 'password_reset_failed'),
  plain(emailChanged, 'email_changed'),
  plain(emailVerified, 'email_verified'),
  plain(phoneChanged, 'phone_changed'),
  plain(phoneVerified, 'phone_verified'),
  plain(phoneRemoved, 'phone_removed'),
  plain(usernameChanged, 'username_changed'),
  plain(userUnlocked, 'unlocked'),
  plain(userDeactivated, 'deactivated'),
  plain(userReactivated, 'reactivated'),
  [userLocked, ({ automatic }) => ({ kind: automatic === true ? 'locked_out' : 'locked' })],
  plain(userImpersonated, 'impersonated'),
  [recoveryCodesReplaced, () => ({ kind: 'factor_added', factor: 'recovery_code' })],
  ...ofFactor('factor_added', factorsAdded),
  ...ofFactor('factor_removed', factorsRemoved),
  ...ofFactor('factor_failed', factorsFailed),
]

const ofSessions: readonly Reading[] = [
  plain(sessionTerminated, 'session_ended'),
  ...factorsProved.map(
    ({ kinds, event }): Reading => [
      event,
      ({ kind }) => ({
        kind: 'factor_proved',
        factor: kinds.find((one) => one === kind) ?? (kinds[0] as FactorName),
      }),
    ],
  ),
]

const ofGrants: readonly Reading[] = [
  plain(oidcSessionAdded, 'app_granted'),
  [refreshTokenRevoked, () => ({ kind: 'app_revoked', reason: 'client' })],
  [oidcSessionRevoked, ({ cause }) => ({ kind: 'app_revoked', reason: String(cause) })],
]

/** Ends of a stream by these causes are no news: a lifetime that is over, or the end of a session or grant that is an event itself. */
export const quietCauses = ['expired', sessionTerminated.type, 'source_revoked'] as const

/** Of the sessions and grants of a person, only the newest are read. */
export const maxStreams = 200

const typesOf = (readings: readonly Reading[]) => readings.map(([{ type }]) => type)

/** The types of events that concern the security of an account, by the stream that they are on. */
export const securityEventTypes = {
  user: typesOf(ofUsers),
  session: typesOf(ofSessions),
  oidc_session: typesOf(ofGrants),
} as const

const readings: ReadonlyMap<string, Read> = new Map(
  [...ofUsers, ...ofSessions, ...ofGrants].map(([{ type }, read]) => [type, read]),
)

/** Returns what an event says about the security of an account; undefined for other types. */
export function securityFactOf(type: string, payload: JsonObject): SecurityFact | undefined {
  return readings.get(type)?.(payload)
}
