import * as argon2 from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { verifierOf } from './verifyHash.ts'

const odd = 'secret Ünï'

/** Password and hash as made by other programs: OpenSSL, Python's hashlib, and published test vectors. */
const foreign: Readonly<Record<string, readonly [string, string]>> = {
  'sha256-crypt': ['Hello world!', '$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5'],
  'sha512-crypt with rounds': [
    'Hello world!',
    '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
  ],
  'sha256-crypt of other letters': [odd, '$5$abcdefgh1234$CUA1G8V43dXSBwclSA4WrjhPJRryGxomCHruYvJ7Hu3'],
  'sha512-crypt of other letters': [
    odd,
    '$6$abcdefgh1234$1DWN3qB7KcgFLT1WWF3sEbqEQD50LjZMVDLD5INf9YRrFn3fL.VaIqkxJm2.FCCIKdvWlCRYwWIVQVmTA39Rl/',
  ],
  'md5-crypt': [odd, '$1$abcdefgh$puM5GqurjMKHOHjCvYBta.'],
  phpass: ['test12345', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
  'Drupal 7': ['correct', '$S$CabcdefghdYaLwXEZRYpXrszM/x2QCaQH5zy1QK3BYDGWFv7Nh3q'],
  'pbkdf2-sha256': [
    'correct',
    '$pbkdf2-sha256$29000$c2FsdHNhbHRzYWx0$8qSxrC5qJ2EaYMx6gJzvdVvlTRpVH1/b2Wyl/IVyi/c',
  ],
  'pbkdf2-sha1': ['correct', '$pbkdf2$1000$c2FsdHNhbHRzYWx0$p0E8trbhd1nNuo8Chbr5ii5TeiM'],
  scrypt: ['correct', '$scrypt$ln=14,r=8,p=1$c2FsdHNhbHRzYWx0$F5tXSXxlCPLtCLtqKaAgGEHOyt3zQWSJvvFvpyh4JCo'],
  'bare md5': ['correct', 'e5d7cffe25654f7e3a1e334118c71549'],
  'md5 with salt after': ['correct', '$md5salted-suffix$pepper$Q2uuyXPhyHjvRNZ/PFpykA=='],
  'md5 with salt before': ['correct', '$md5salted-prefix$pepper$a230f988ac2067a369086e7d2e9c429f'],
  bcrypt: ['correct', '$2b$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'],
}

test.each(Object.entries(foreign))('%s fits its own password only', async (_, [password, encoded]) => {
  const verify = verifierOf(encoded)
  expect(await verify?.(password)).toBe(true)
  expect(await verify?.(`${password}x`)).toBe(false)
})

test.each([0, 1, 2])('argon2 variant %i fits its own password only', async (algorithm) => {
  const verify = verifierOf(
    await argon2.hash('correct', { algorithm: algorithm as argon2.Algorithm, memoryCost: 1024, timeCost: 1 }),
  )
  expect(await verify?.('correct')).toBe(true)
  expect(await verify?.('wrong')).toBe(false)
})

test.each([
  ['bcrypt too cheap', '$2a$09$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga'],
  ['bcrypt with too high a cost', '$2a$17$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga'],
  ['bcrypt cut short', '$2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcg'],
  ['argon2 that eats all memory', `$argon2id$v=19$m=9000000,t=1,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`],
  ['sha-crypt that runs for minutes', `$5$rounds=999999999$saltstring$${'a'.repeat(43)}`],
  ['sha-crypt with the length of the other', `$6$saltstring$${'a'.repeat(43)}`],
  ['phpass that runs for hours', `$P$z${'a'.repeat(30)}`],
  ['scrypt that eats all memory', `$scrypt$ln=20,r=32,p=1$c2FsdA$${'a'.repeat(43)}`],
  ['pbkdf2 without rounds', `$pbkdf2-sha256$0$c2FsdA$${'a'.repeat(43)}`],
  ['unknown', '$unknown$1$salt$hash'],
  ['empty', ''],
])('%s is not taken', (_, encoded) => {
  expect(verifierOf(encoded)).toBeUndefined()
})
