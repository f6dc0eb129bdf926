import { describe, expect, test } from 'vitest'
import {
  type AccountPage,
  accountRequest,
  accountRequestName,
  parseAccountRequest,
} from './accountRequest.ts'
import { nextStep } from './nextStep.ts'
import { before, factsWith, now } from './testing/flowFacts.ts'

const pages: readonly AccountPage[] = [
  { page: 'overview', about: undefined, fresh: false },
  { page: 'factors', about: undefined, fresh: true },
  { page: 'factors-remove', about: 'u2f-12_3', fresh: true },
  { page: 'factors-remove', about: 'totp', fresh: false },
]

describe('the name of a page of the account', () => {
  test.each(pages)('$page $about $fresh reads as it was written', (page) => {
    expect(parseAccountRequest(accountRequestName(page))).toEqual(page)
  })

  test.each([
    'account_',
    'account_../x',
    'account_a/b',
    'account_a.b.c',
    'account_A',
    'oidc_factors',
    'account_x.//evil',
  ])('%s is none', (text) => {
    expect(parseAccountRequest(text)).toBeUndefined()
  })
})

describe('a login for a page of the account', () => {
  const step = (provedBefore: number, { fresh = true, minutes = 15 } = {}) => {
    const request = accountRequest({ page: 'factors', about: undefined, fresh }, minutes, now)
    const proofs = [{ kind: 'password' as const, at: before(provedBefore * 60) }]
    return nextStep(factsWith({ proofs, request })).kind
  }

  test.each([
    [12, { minutes: 15 }, 'done'],
    [14, { minutes: 15 }, 'first_factor'],
    [57, { minutes: 60 }, 'done'],
    [59, { minutes: 60 }, 'first_factor'],
    [0.4, { minutes: 1 }, 'done'],
    [0.6, { minutes: 1 }, 'first_factor'],
    [120, { minutes: 0 }, 'done'],
    [120, { fresh: false }, 'done'],
  ] as const)('with a password of %d minutes ago and %j: %s', (provedBefore, limit, expected) => {
    expect(step(provedBefore, limit)).toBe(expected)
  })
})
