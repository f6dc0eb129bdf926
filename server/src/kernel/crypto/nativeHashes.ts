import { nativePackage } from './nativePackage.ts'

/** Loads argon2 at its first use. */
export const loadArgon2 = nativePackage('@node-rs/argon2', () => import('@node-rs/argon2'))

/** Loads bcrypt at its first use, which only imported passwords need. */
export const loadBcrypt = nativePackage('@node-rs/bcrypt', () => import('@node-rs/bcrypt'))
