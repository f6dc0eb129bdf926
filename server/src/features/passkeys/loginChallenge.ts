import type { Call } from '../../access/call.ts'
import { constantTimeEqual } from '../../kernel/crypto/constantTimeEqual.ts'
import { randomBytes } from '../../kernel/crypto/randomBytes.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { isRefusal, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { useOnce } from '../proof-of-possession/index.ts'
import { parseAssertion } from './adapters/credentialJson.ts'
import { answeredChallengeOf, requestCeremony } from './adapters/webAuthn.ts'
import type { KeyChallenge } from './assertion.ts'
import { keyFacets, readyKeys } from './keyState.ts'
import { ownerOfPasskey } from './queries.ts'
import { answerInvalid } from './refusals.ts'
import { relyingPartyId } from './relyingParty.ts'

const expired = refuse(
  'passkey.login_challenge_expired',
  'failed_precondition',
  'the page was open for too long, or this answer was sent before; start again',
)
const unknownKey = refuse(
  'passkey.login_unknown',
  'failed_precondition',
  'no account of this instance has this passkey; choose another way',
)

/** Milliseconds for which a page may be open before its challenge is answered. */
const openFor = 30 * 60_000
/** Bytes: the end as milliseconds, random ones, and the MAC over both. */
const lengths = { end: 8, random: 16, mac: 32 } as const
const headLength = lengths.end + lengths.random

/**
 * Returns options for `navigator.credentials.get` on a page, before anything is known of the person; with `userId` only keys of that
 * person are asked for. Nothing is stored: the challenge carries its end and a MAC, and it is bound to the page's origin.
 */
export async function loginChallenge(
  { log }: Pick<Deps, 'log'>,
  call: Pick<Call, 'instance' | 'now' | 'origin'>,
  userId?: string,
): Promise<JsonObject | Refusal> {
  const rpId = relyingPartyId('', call.origin)
  if (isRefusal(rpId)) return rpId
  const end = Buffer.alloc(lengths.end)
  end.writeBigUInt64BE(BigInt(call.now.getTime() + openFor))
  const head = Buffer.concat([end, randomBytes(lengths.random)])
  const challenge = Uint8Array.from([...head, ...(await macOf(log, call, head))])
  const user =
    userId === undefined
      ? undefined
      : await log.load({ instanceId: call.instance.id, type: 'user', id: userId })
  const keys = user ? readyKeys(user.state(keyFacets.passkey)).filter((key) => key.rpId === rpId) : []
  const { options } = await requestCeremony(rpId, keys, 'required', challenge)
  return options['publicKey'] as JsonObject
}

/** The answer to a challenge of a page, for the check `passkey` of a session, and whose passkey gave it. */
export interface LoginAnswer {
  readonly userId: string
  readonly passkey: { readonly challenge: string; readonly credential: unknown }
}

/** Accepts an answer whose challenge is ours, open, and was not answered before, and finds whose passkey it claims to be of. */
export async function readLoginAnswer(
  { database, log }: Pick<Deps, 'database' | 'log'>,
  call: Pick<Call, 'instance' | 'now' | 'origin'>,
  credential: unknown,
): Promise<LoginAnswer | Refusal> {
  const answer = parseAssertion(credential)
  if (isRefusal(answer)) return answer
  const challenge = answeredChallengeOf(answer) ?? ''
  const bytes = Buffer.from(challenge, 'base64url')
  if (bytes.length !== headLength + lengths.mac) return answerInvalid
  const head = bytes.subarray(0, headLength)
  if (!constantTimeEqual(bytes.subarray(headLength), await macOf(log, call, head))) return answerInvalid
  const expiresAt = new Date(Number(head.readBigUInt64BE(0)))
  if (expiresAt <= call.now) return expired
  const instanceId = call.instance.id
  const userId = await ownerOfPasskey(database, instanceId, answer.id)
  if (userId === undefined) return unknownKey
  const use = { instanceId, purpose: 'passkey_login', value: challenge, now: call.now, expiresAt } as const
  return (await useOnce(database, use)) ? { userId, passkey: { challenge, credential } } : expired
}

/** Returns what the answer to a challenge of a page must match: this very origin, with the person verified. */
export function loginExpectation(
  { origin }: Pick<Call, 'origin'>,
  challenge: string,
  credential: unknown,
): KeyChallenge | Refusal {
  const rpId = relyingPartyId('', origin)
  if (isRefusal(rpId)) return rpId
  const answer = parseAssertion(credential)
  if (isRefusal(answer)) return answer
  return {
    challenge,
    rpId,
    origin: origin.url,
    allowedCredentials: [answer.id],
    userVerification: 'required',
  }
}

function macOf(
  log: Pick<Deps['log'], 'mac'>,
  { instance, origin }: Pick<Call, 'instance' | 'origin'>,
  head: Uint8Array,
): Promise<Buffer> {
  return log.mac(
    instance.id,
    'passkey login',
    JSON.stringify([origin.url, Buffer.from(head).toString('base64url')]),
  )
}
