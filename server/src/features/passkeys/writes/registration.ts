import type { JsonObject } from '@bufbuild/protobuf'
import { type Call, writing } from '../../../access/call.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId, type UserId } from '../../../kernel/ids.ts'
import { accept, DomainError, isRefusal, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { codeFits } from '../../settings/index.ts'
import {
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
  readonly code?: { readonly id: string; readonly code: string } | undefined
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
    const refusal = request.code && (await spend(tx, user, request.code))
    return refusal ?? begin(deps, call, tx, user, request, rpId)
  })
  return accept(result)
}

/** Finishes the newest pending registration of a kind with the authenticator's response; every response uses it up. */
export function verifyKey(
  deps: Deps,
  call: Call,
  kind: KeyKind,
  sent: { readonly userId: UserId; readonly name: string; readonly credential: unknown },
): Promise<Stream> {
  return decideOn(deps.log, writing(call), { type: 'user', id: sent.userId }, async (user, tx) => {
    requireCredentialRight(call, user)
    const { androidApps } = deps.config
    const keys = user.state(keyFacets[kind])
    const pending = accept(answeredRegistration(keys, tx.now))
    const parsed = parseAttestation(sent.credential)
    const answer = isRefusal(parsed) ? parsed : await readAttestation(parsed, { ...pending, androidApps })
    return finishRegistration(kind, keys, pending, sent.name, answer)
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

async function spend(
  tx: Transaction,
  user: Stream,
  sent: NonNullable<RegistrationRequest['code']>,
): Promise<Refusal | undefined> {
  const exhausted = refuseExhausted(user, 'passkey')
  if (exhausted) return exhausted
  const codes = user.state(registrationCodesFacet)
  const tried = triedCode(codes, sent.id)
  const stored = tried && (await tx.secret(user, tried.secretId))
  const fits = tried !== undefined && codeFits(sent.code, stored, tried.expiresAt, tx.now)
  const outcome = spendCode(codes, sent.id, fits)
  await tx.append(user, outcome.userEvents)
  return outcome.refusal
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
