import { bounds, logarithmicCost, timeCost } from './bounds.ts'
import type { Crypt } from './cryptChecksum.ts'
import { verifyOffThread } from './cryptWorkers.ts'
import { numberOf64 } from './hash64.ts'
import type { HashForm, PasswordHash } from './passwordHash.ts'

/** Hashes of Unix crypt and PHP whose many rounds run in JavaScript, off the main thread. */
export const cryptForms: readonly HashForm[] = [
  { scheme: 'sha256-crypt or sha512-crypt', begins: /^\$[56]\$/, read: sha },
  { scheme: 'md5-crypt', begins: /^\$(?:1|apr1)\$/, read: md5 },
  { scheme: 'sha1-crypt', begins: /^\$sha1\$/, read: sha1 },
  { scheme: 'phpass', begins: /^(?:U?\$P\$|\$H\$)/, read: phpass },
  { scheme: 'Drupal 7', begins: /^U?\$S\$/, read: drupal },
]

/** `$5$SALT$CHECKSUM` or `$6$rounds=656000$SALT$CHECKSUM`. */
function sha(encoded: string): PasswordHash | undefined {
  const [, kind, given = '5000', salt, checksum = ''] =
    /^\$([56])\$(?:rounds=([1-9]\d{3,8})\$)?([^$]{0,16})\$([./0-9A-Za-z]+)$/.exec(encoded) ?? []
  const rounds = Number(given)
  if ((kind !== '5' && kind !== '6') || salt === undefined) return undefined
  if (checksum.length !== (kind === '5' ? 43 : 86)) return undefined
  const cost = timeCost('rounds', rounds, bounds.shaCrypt)
  return crypt({ kind: 'sha', digest: kind, salt, rounds }, checksum, cost)
}

/** `$1$SALT$CHECKSUM`, and Apache's `$apr1$`. */
function md5(encoded: string): PasswordHash | undefined {
  const [, magic, salt, checksum] = /^(\$(?:1|apr1)\$)([^$]{0,8})\$([./0-9A-Za-z]{22})$/.exec(encoded) ?? []
  if (magic === undefined || salt === undefined || checksum === undefined) return undefined
  return crypt({ kind: 'md5', magic, salt }, checksum, { costs: [], seconds: 0.005 })
}

/** `$sha1$ROUNDS$SALT$CHECKSUM` (NetBSD). */
function sha1(encoded: string): PasswordHash | undefined {
  const [, given, salt, checksum] =
    /^\$sha1\$([1-9]\d{0,9})\$([./0-9A-Za-z]{1,64})\$([./0-9A-Za-z]{28})$/.exec(encoded) ?? []
  if (salt === undefined || checksum === undefined) return undefined
  const rounds = Number(given)
  return crypt({ kind: 'sha1', salt, rounds }, checksum, timeCost('rounds', rounds, bounds.sha1Crypt))
}

/** `$P$` or `$H$`, log2 of the rounds, 8 characters of salt, 22 of the checksum; with `U` of the password's MD5 (Drupal). */
function phpass(encoded: string): PasswordHash | undefined {
  return portable(encoded, 'md5', /^(U?)\$[PH]\$(.)([./0-9A-Za-z]{8})([./0-9A-Za-z]{22})$/)
}

/** `$S$` likewise with SHA-512; Drupal keeps only the first 43 characters of the checksum. */
function drupal(encoded: string): PasswordHash | undefined {
  return portable(encoded, 'sha512', /^(U?)\$S\$(.)([./0-9A-Za-z]{8})([./0-9A-Za-z]{43})$/)
}

function portable(encoded: string, digest: 'md5' | 'sha512', form: RegExp): PasswordHash | undefined {
  const [, prehashed, cost, salt, checksum] = form.exec(encoded) ?? []
  if (cost === undefined || salt === undefined || checksum === undefined) return undefined
  const log2 = numberOf64(cost)
  if (log2 < 7 || log2 > 30) return undefined
  const job = { kind: 'stretched', digest, salt, log2, prehashed: prehashed === 'U' } as const
  return crypt(job, checksum, logarithmicCost('log2 of the rounds', log2, bounds.phpass))
}

function crypt(job: Crypt, checksum: string, cost: Pick<PasswordHash, 'costs' | 'seconds'>): PasswordHash {
  return {
    scheme: job.kind === 'sha' ? `sha${job.digest === '5' ? 256 : 512}-crypt` : schemes[job.kind],
    ...cost,
    verify: (password) => verifyOffThread({ job, checksum, password }),
    // C programs read passwords up to the first NUL.
    isWhole: (password) => !password.includes('\0'),
  }
}

const schemes = { md5: 'md5-crypt', sha1: 'sha1-crypt', stretched: 'phpass' } as const
