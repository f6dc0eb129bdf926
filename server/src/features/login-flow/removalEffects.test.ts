import { expect, test } from 'vitest'
import type { FactorName } from '../../access/factorKinds.ts'
import { type RemovalEffects, removalEffects } from './removalEffects.ts'
import { before, factsWith, type GivenFacts } from './testing/flowFacts.ts'

const proved = (...kinds: FactorName[]) =>
  kinds.map((kind) => ({ kind, at: before(60), userVerified: true, deviceBound: true }))
const nothing: RemovalEffects = {
  canLogIn: true,
  mustEnrol: false,
  losesLast: false,
  losesRecoveryCodes: false,
  endsLogin: false,
}
const withoutPassword = { hasPassword: false, passwordChangedAt: null }

test.each<[string, GivenFacts, FactorName, boolean, Partial<RemovalEffects>]>([
  [
    'one of two second factors',
    { person: { factors: ['totp', 'u2f'] }, proofs: proved('password', 'u2f') },
    'totp',
    true,
    {},
  ],
  [
    'the only second factor',
    { person: { factors: ['totp'] }, proofs: proved('password', 'totp') },
    'totp',
    true,
    { losesLast: true },
  ],
  [
    'the only second factor, with recovery codes',
    { person: { factors: ['totp', 'recovery_code'] }, proofs: proved('password', 'totp') },
    'totp',
    true,
    { losesLast: true, losesRecoveryCodes: true },
  ],
  [
    'the only second factor under a policy that forces one',
    { person: { factors: ['totp'] }, policy: { forceMfa: true }, proofs: proved('password', 'totp') },
    'totp',
    true,
    { losesLast: true, mustEnrol: true, endsLogin: true },
  ],
  [
    'the only passkey of a person without a password',
    { person: { ...withoutPassword, factors: ['passkey'] }, proofs: proved('passkey') },
    'passkey',
    true,
    { canLogIn: false, losesLast: true, endsLogin: true },
  ],
  [
    'one of several passkeys',
    { person: { ...withoutPassword, factors: ['passkey'] }, proofs: proved('passkey') },
    'passkey',
    false,
    {},
  ],
  [
    'the only passkey where passwords are not allowed',
    {
      person: { factors: ['passkey', 'totp'] },
      policy: { allowUsernamePassword: false },
      proofs: proved('passkey'),
    },
    'passkey',
    true,
    { canLogIn: false, endsLogin: true },
  ],
  [
    'the passkey of this login, with a password left',
    { person: { factors: ['passkey'] }, proofs: proved('passkey') },
    'passkey',
    true,
    { losesLast: true, endsLogin: true },
  ],
  [
    'the second factor of this login, with another one left',
    { person: { factors: ['totp', 'otp_email'] }, proofs: proved('password', 'totp') },
    'totp',
    true,
    { endsLogin: true },
  ],
])('removing %s', (_, given, kind, isLastOfKind, expected) => {
  expect(removalEffects(factsWith(given), kind, isLastOfKind)).toEqual({ ...nothing, ...expected })
})
