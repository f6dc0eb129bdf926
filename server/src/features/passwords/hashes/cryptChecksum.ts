import { hash } from 'node:crypto'
import { md5Crypt } from './md5Crypt.ts'
import { sha1Crypt } from './sha1Crypt.ts'
import { shaCrypt } from './shaCrypt.ts'
import { stretched } from './stretched.ts'

/** A hash of Unix crypt or PHP without its checksum. */
export type Crypt =
  | { readonly kind: 'md5'; readonly magic: string; readonly salt: string }
  | { readonly kind: 'sha'; readonly digest: '5' | '6'; readonly salt: string; readonly rounds: number }
  | { readonly kind: 'sha1'; readonly salt: string; readonly rounds: number }
  | {
      readonly kind: 'stretched'
      readonly digest: 'md5' | 'sha512'
      readonly salt: string
      readonly log2: number
      /** The password's MD5 in hexadecimal was hashed. */
      readonly prehashed: boolean
    }

/** Returns the checksum of a password. Takes up to a second of one core: call it off the main thread. */
export function cryptChecksum(job: Crypt, password: string): string {
  const bytes = Buffer.from(password)
  switch (job.kind) {
    case 'md5':
      return md5Crypt(bytes, job.magic, job.salt)
    case 'sha':
      return shaCrypt(job.digest, bytes, job.salt, job.rounds)
    case 'sha1':
      return sha1Crypt(bytes, job.salt, job.rounds)
    case 'stretched': {
      const input = job.prehashed ? Buffer.from(hash('md5', bytes, 'hex')) : bytes
      const text = stretched(job.digest, input, job.salt, job.log2)
      return job.digest === 'sha512' ? text.slice(0, 43) : text
    }
  }
}
