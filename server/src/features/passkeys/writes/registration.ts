import type { JsonObject } from '@bufbuild/protobuf'
import { type Call, writing } from '../../../access/call.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId, type UserId } from '../../../kernel/ids.ts'
import { accept, DomainError, isRefusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { codeFits } from '../../settings/index.ts'
import {
  type CheckOutcome,
  loginNamesOf,
  refuseExhausted,
  refuseStrangersTo,
  requireHuman,
  requireWriteRight,
  type Within,
} from '../../users/index.ts'
import { parseAttestation } from '../adapters/credentialJson.ts'
import { creationCeremony, readAttestation } from '../adapters/webAuthn.ts'
import { registrationCodesFacet } from '../codeState.ts'
import { beginRegistration, excludedCredentials } from '../commands/beginRegistration.ts'
import { answeredRegistration, finishRegistration } from '../commands/finishRegistration.ts'
import { spendCode, triedCode } from '../commands/registrationCode.ts'
import { removeKey } from '../commands/removeKey.ts'
import type { KeyKind } from '../keyKind.ts'
import { keyFacets } from '../keyState.ts'
import { relyingPartyId } from '../relyingParty.ts'
import { requireCredentialRight, requireKeyInContext } from '../rights.ts'

const noDryRun = refuse(
  'passkey.code_not_dry',
  'failed_precondition',
  'codes cannot be tried in a dry run, where no guess is counted; send the request without it',
)

/** Longer than the browser's own limit, which starts when the page requests the key. */
const pendingMs = 10 * 60_000

/** The key to register. */
export interface RegistrationRequest {
  readonly userId: UserId
  readonly kind: KeyKind
  /** v1 takes the request's host and demands its origin; v2 may name a domain and takes any origin of it. */
  readonly generation: 'v1' | 'v2'
  readonly domain?: string
  readonly attachment?: 'platform' | 'cross-platform' | undefined
  /** A registration code to spend. */
  readonly code?: SentCode | undefined
  /** The code is only tried, and spent when the key is there. */
  readonly keepsCode?: boolean
}

/** A registration code as its holder sends it. */
export interface SentCode {
  readonly id: string
  readonly code: string
}

/** A begun registration. */
export interface Registration {
  readonly user: Stream
  readonly tokenId: string
  /** For `navigator.credentials.create`: `{publicKey: {…}}`. */
  readonly options: JsonObject
}

/** Begins the registration of a key. A code that does not fit is recorded although the request fails. */
export async function registerKey(
  deps: Deps,
  call: Call,
  request: RegistrationRequest,
): Promise<Registration> {
  const by = writing(call)
  if (by.dryRun && request.code) throw new DomainError(noDryRun)
  const ref = { type: 'user', id: request.userId }
  const result = await workOn(deps.log, by, ref, async (user, tx) => {
    requireCredentialRight(call, user)
    const rpId = accept(relyingPartyId(request.domain ?? '', call.origin))
    const { refusal, userEvents } = await judgeCode(tx, user, request.code)
    if (refusal || !request.keepsCode) await tx.append(user, userEvents)
    return refusal ?? begin(deps, call, tx, user, request, rpId)
  })
  return accept(result)
}

/**
 * Finishes the newest pending registration of a kind with the authenticator's response; every response uses it up. A code is demanded if
 * one is given, and is spent only with success.
 */
export function verifyKey(
  deps: Deps,
  call: Call,
  kind: KeyKind,
  sent: {
    readonly userId: UserId
    readonly name: string
    readonly credential: unknown
    readonly code?: SentCode
  },
): Promise<Stream> {
  return decideOn(deps.log, writing(call), { type: 'user', id: sent.userId }, async (user, tx) => {
    requireCredentialRight(call, user)
    const code = await judgeCode(tx, user, sent.code)
    if (code.refusal) return { events: code.userEvents, refusal: code.refusal }
    const { androidApps } = deps.config
    const keys = user.state(keyFacets[kind])
    const pending = accept(answeredRegistration(keys, tx.now))
    const parsed = parseAttestation(sent.credential)
    const answer = isRefusal(parsed) ? parsed : await readAttestation(parsed, { ...pending, androidApps })
    const finished = finishRegistration(kind, keys, pending, sent.name, answer)
    return finished.refusal ? finished : { events: [...finished.events, ...code.userEvents] }
  })
}

/** Removes a key, registered or pending. A missing one is refused before a missing right, but not to strangers. */
export function removeKeyOf(
  deps: Deps,
  call: Call,
  kind: KeyKind,
  { userId, tokenId, within }: { readonly userId: UserId; readonly tokenId: string; readonly within: Within },
): Promise<Stream> {
  return decideOn(deps.log, writing(call), { type: 'user', id: userId }, (user) => {
    if (within === 'context') requireKeyInContext(call, user)
    refuseStrangersTo(call, user)
    const events = accept(removeKey(kind, user.state(keyFacets[kind]), tokenId))
    requireWriteRight(call, user)
    return events
  })
}

/** Compares a code, if one was sent. The caller appends the events of a wrong one, and those of a right one once it is spent. */
async function judgeCode(tx: Transaction, user: Stream, sent: SentCode | undefined): Promise<CheckOutcome> {
  if (sent === undefined) return { userEvents: [] }
  const exhausted = refuseExhausted(user, 'passkey')
  if (exhausted) return { userEvents: [], refusal: exhausted }
  const codes = user.state(registrationCodesFacet)
  const tried = triedCode(codes, sent.id)
  const stored = tried && (await tx.secret(user, tried.secretId))
  const fits = tried !== undefined && codeFits(sent.code, stored, tried.expiresAt, tx.now)
  return spendCode(codes, sent.id, fits)
}

async function begin(
  deps: Deps,
  call: Call,
  tx: Transaction,
  user: Stream,
  request: RegistrationRequest,
  rpId: string,
): Promise<Registration> {
  const { kind, generation, attachment } = request
  const human = requireHuman(user)
  const keys = user.state(keyFacets[kind])
  const names = await loginNamesOf(tx, tx.instanceId, user.id)
  const name = names?.preferred ?? human.username
  const { challenge, options } = await creationCeremony({
    rp: { id: rpId, name: deps.config.totpIssuer || call.origin.domain },
    user: { id: user.id, name, displayName: human.profile.displayName || name },
    userVerification: kind === 'passkey' ? 'required' : 'discouraged',
    residentKey: kind === 'passkey' ? 'preferred' : 'discouraged',
    attachment,
    exclude: excludedCredentials(keys, rpId),
  })
  const tokenId = newId()
  const origin = generation === 'v1' ? call.origin.url : null
  const expiresAt = new Date(tx.now.getTime() + pendingMs).toISOString()
  const begun = { tokenId, challenge, rpId, origin, expiresAt }
  await tx.append(user, accept(beginRegistration(kind, keys, begun)))
  return { user, tokenId, options }
}
