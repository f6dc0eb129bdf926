import { decodeJwt, decodeProtectedHeader } from 'jose'
import { useOnce } from '../../../features/proof-of-possession/index.ts'
import { verifyAssertion } from '../assertion.ts'
import { confirmKey } from '../confirmation.ts'
import { issuingPart } from '../issuingPart.ts'
import { type Found, openRequestLookup } from '../lookup.ts'
import { machineKeyPart } from '../machineKeyPart.ts'
import { machineScopes, machineSubjectPart, machineTokens, type ProvedMachine } from '../machineTokens.ts'
import { OAuthError } from '../oauthError.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { steps } from '../steps.ts'
import type { Grant, TokenRequest } from '../tokenRequest.ts'

const parts = [machineKeyPart, issuingPart, machineSubjectPart('k')]
type FoundKey = Found<(typeof parts)[number]>

/** The JWT profile (RFC 7523 §2.1): a machine fetches tokens in its own name by an assertion that one of its keys has signed. */
export const jwtBearer: Grant = {
  type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  namesClient: false,
  open(on) {
    const find = openRequestLookup(on, parts)
    const column = steps<TokenRequest>()
      .step(({ parameters }) => ({ assertion: parameters.require('assertion') }))
      .step(({ assertion }) => ({ names: namesIn(assertion) }))
      .step(({ parameters }) => ({ scopes: machineScopes(parameters) }))
      .step(async ({ head, names, scopes }) => ({ found: await find(head, { ...names, ...scopes.key }) }))
      .step(async ({ found, assertion }) => ({ machine: await signer(on, found, assertion) }))
      .step(async ({ head, found }) => ({ bound: await confirmKey(on, { head, place: found }) }))
      .step(async (draft) => ({ reply: await machineTokens(on, draft) }))
    return async (request) => (await column.run(request)).reply
  },
}

/** Reads the names that an unverified assertion gives. */
function namesIn(assertion: string): { readonly assertion_user: string; readonly assertion_key: string } {
  try {
    const { kid } = decodeProtectedHeader(assertion)
    const { sub } = decodeJwt(assertion)
    if (typeof kid === 'string' && typeof sub === 'string') return { assertion_user: sub, assertion_key: kid }
  } catch {
    // The assertion is no JWT.
  }
  throw new OAuthError(
    'invalid_grant',
    'the assertion is no JWT with kid and sub; sign one with a key of the user',
  )
}

/** Returns the machine if its key has signed the assertion for this issuer; the id token of its tokens expires at once (oidc notes §5). */
async function signer(on: OidcDeps, found: FoundKey, text: string): Promise<ProvedMachine> {
  const { instanceId, now, origin, row } = found
  const { key_user_id: userId, key_org_id: orgId, key_id: keyId, key_pem: pem, key_expires_at: expires } = row
  if (userId === null || orgId === null || keyId === null || pem === null || expires === null) {
    throw new OAuthError(
      'invalid_grant',
      'the assertion is signed with an unknown key; use a key of the user',
    )
  }
  const credentialEnd = new Date(expires)
  const assertion = await verifyAssertion(text, {
    subject: userId,
    audiences: [origin.url, `${origin.url}/oauth/v2/token`],
    keys: [{ keyId, pem, expiresAt: credentialEnd }],
    now,
  })
  if (!assertion.valid) throw new OAuthError('invalid_grant', `the assertion ${assertion.reason}`)
  if (!row.key_user_active) {
    throw new OAuthError('invalid_grant', 'the user of the assertion or its organization is not active')
  }
  const { once } = assertion
  const isNew =
    once === undefined ||
    (await useOnce(on.database, { instanceId, purpose: 'authorization_assertion', now, ...once }))
  if (!isNew)
    throw new OAuthError('invalid_grant', 'the assertion was used before; sign a new one for each request')
  return {
    userId,
    orgId,
    clientId: userId,
    accessTokenType: row.key_token_type ?? 'bearer',
    userSequence: row.key_user_sequence ?? 0,
    credential: { kind: 'key', id: keyId },
    credentialEnd,
    amr: [],
    idTokenLifetime: 0,
  }
}
