import type { JsonObject } from '@bufbuild/protobuf'
import type { Call } from '../../access/call.ts'
import type { AndroidApps } from '../../config/androidApps.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import { type CheckOutcome, isUsable, userFacet } from '../users/index.ts'
import { parseAssertion } from './adapters/credentialJson.ts'
import { readAssertion, requestCeremony, type UserVerification } from './adapters/webAuthn.ts'
import { countUse } from './commands/countUse.ts'
import type { SessionKeyChallenge, sessionKeyChecked } from './events.ts'
import { type KeyKind, keyKinds } from './keyKind.ts'
import { keyFacets, type ReadyKey, readyKeys } from './keyState.ts'
import { relyingPartyId } from './relyingParty.ts'

const userNotActive = refuse(
  'passkey.user_not_active',
  'failed_precondition',
  'this user cannot log in with a key now; it must be active and not locked',
)
const noKey = refuse(
  'passkey.none_for_domain',
  'failed_precondition',
  'this user has no such key for that domain; register one or request another kind of key',
)
const keyUnknown = refuse(
  'passkey.credential_unknown',
  'failed_precondition',
  'this key was not requested or was removed; request a new challenge',
)

/** A challenge that a response must match. */
export type KeyChallenge = Omit<SessionKeyChallenge, 'expiresAt'>

/** The requested assertion. */
export interface KeyChallengeRequest {
  /** '' for the request's host; then only its own origin is accepted. */
  readonly domain: string
  readonly userVerification: UserVerification
}

/**
 * Challenges the person's keys: passkeys if the user must be verified, else second factors. `options` are
 * for `navigator.credentials.get`.
 */
export async function challengeKeys(
  call: Call,
  user: Stream,
  { domain, userVerification }: KeyChallengeRequest,
): Promise<{ readonly challenge: KeyChallenge; readonly options: JsonObject } | Refusal> {
  if (!mayLogIn(user, call.now)) return userNotActive
  const rpId = relyingPartyId(domain, call.origin)
  if (isRefusal(rpId)) return rpId
  const kind: KeyKind = userVerification === 'required' ? 'passkey' : 'u2f'
  const keys = readyKeys(user.state(keyFacets[kind])).filter((key) => key.rpId === rpId)
  if (keys.length === 0) return noKey
  const { challenge, options } = await requestCeremony(rpId, keys, userVerification)
  const allowedCredentials = keys.map(({ credentialId }) => credentialId)
  const origin = domain === '' ? call.origin.url : null
  return { challenge: { challenge, rpId, origin, allowedCredentials, userVerification }, options }
}

/** The proof of an answered challenge. */
type KeyProof = EventOf<typeof sessionKeyChecked>['payload']

/**
 * Checks a key's response to a challenge of this user. The outcome's events are on the user: the new counter, or that the
 * response contradicts the registration. The caller refuses challenges that are used or too old.
 */
export async function checkKey(
  user: Stream,
  challenge: KeyChallenge,
  credential: unknown,
  { now, androidApps }: { readonly now: Date; readonly androidApps: AndroidApps },
): Promise<CheckOutcome & { readonly proof?: KeyProof }> {
  if (!mayLogIn(user, now)) return { userEvents: [], refusal: userNotActive }
  const answer = parseAssertion(credential)
  if (isRefusal(answer)) return { userEvents: [], refusal: answer }
  const used = challenge.allowedCredentials.includes(answer.id) ? keyOf(user, answer.id) : undefined
  if (used === undefined) return { userEvents: [], refusal: keyUnknown }
  const { kind, key } = used
  const use = await readAssertion(answer, { ...challenge, userId: user.id, androidApps }, key)
  if (isRefusal(use)) return { userEvents: [], refusal: use }
  const outcome = countUse(kind, key, use)
  if (outcome.refusal) return outcome
  const { userVerified, backupEligible } = use
  return { ...outcome, proof: { tokenId: key.tokenId, kind, userVerified, deviceBound: !backupEligible } }
}

/** Active, or locked by too many guesses until a time that has passed. */
function mayLogIn(user: Stream, now: Date): boolean {
  const state = user.state(userFacet)
  return state.kind === 'human' && state.status !== 'initial' && isUsable(state, now)
}

function keyOf(user: Stream, credentialId: string): { kind: KeyKind; key: ReadyKey } | undefined {
  for (const kind of keyKinds) {
    const key = readyKeys(user.state(keyFacets[kind])).find((one) => one.credentialId === credentialId)
    if (key) return { kind, key }
  }
  return undefined
}
