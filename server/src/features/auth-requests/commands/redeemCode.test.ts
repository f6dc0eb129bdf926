import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuthorizationRequest } from '../events.ts'
import type { WithCode } from '../state.ts'
import { redeemCode } from './redeemCode.ts'

const at = '2026-01-01T00:00:00.000Z'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')
const request: AuthorizationRequest = {
  clientId: 'app',
  projectId: 'p',
  issuer: 'https://id.test',
  redirectUri: 'https://app.test/cb',
  responseType: 'code',
  responseMode: 'query',
  scope: ['openid'],
  audience: [],
  prompt: [],
  uiLocales: [],
  codeChallenge: { challenge, method: 'S256' },
}
const code: WithCode = {
  kind: 'code',
  request,
  addedAt: at,
  link: {
    sessionId: 's',
    userId: 'u',
    userSequence: 1,
    userOrgId: 'o',
    authTime: at,
    proofs: [],
    acr: '',
    amr: [],
  },
  codeId: 'c',
  codeAt: at,
  exchanged: false,
  oidcSessionId: null,
}
const by = { clientId: 'app', redirectUri: request.redirectUri, codeVerifier: verifier }
const after = (seconds: number) => new Date(Date.parse(at) + seconds * 1000)
const withChallenge = (codeChallenge: AuthorizationRequest['codeChallenge']): WithCode => {
  const { codeChallenge: _, ...rest } = request
  return { ...code, request: codeChallenge ? { ...rest, codeChallenge } : rest }
}

describe('a code', () => {
  test('is redeemed by its client within a minute', () => {
    expect(redeemCode(code, by, after(59.9))).toBe(code)
    expect(redeemCode(code, by, after(60))).toEqual({ kind: 'refused', reason: 'expired' })
  })

  test('names the tokens that it gave once it is used again, whoever uses it and whenever', () => {
    const used = { ...code, exchanged: true, oidcSessionId: 't' }
    const stranger = { clientId: 'other', redirectUri: undefined, codeVerifier: undefined }
    expect(redeemCode(used, stranger, after(3600))).toEqual({ kind: 'replayed', oidcSessionId: 't' })
  })

  test.each([
    ['other_client', { clientId: 'other' }],
    ['redirect_uri', { redirectUri: `${request.redirectUri}/` }],
    ['redirect_uri', { redirectUri: undefined }],
    ['verifier_missing', { codeVerifier: undefined }],
    ['verifier_wrong', { codeVerifier: 'w'.repeat(43) }],
    ['verifier_wrong', { codeVerifier: challenge }],
    ['verifier_wrong', { codeVerifier: 'v'.repeat(42) }],
    ['verifier_wrong', { codeVerifier: `${'v'.repeat(43)} ` }],
  ])('is refused: %s', (reason, change) => {
    expect(redeemCode(code, { ...by, ...change }, after(1))).toEqual({ kind: 'refused', reason })
  })

  test('of a request without challenge takes no verifier, and one with a plain challenge takes that', () => {
    const none = withChallenge(undefined)
    expect(redeemCode(none, by, after(1))).toEqual({ kind: 'refused', reason: 'verifier_unasked' })
    expect(redeemCode(none, { ...by, codeVerifier: undefined }, after(1))).toBe(none)
    const plain = withChallenge({ challenge: verifier, method: 'plain' })
    expect(redeemCode(plain, by, after(1))).toBe(plain)
  })

  test('exists only in the state with a code', () => {
    const open = { kind: 'open', request, addedAt: at } as const
    for (const state of [{ kind: 'none' } as const, open]) {
      expect(redeemCode(state, by, after(1))).toEqual({ kind: 'refused', reason: 'expired' })
    }
  })
})
