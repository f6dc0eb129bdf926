/** A cost parameter of a hash, or a product of several, and the highest value that an import accepts. */
export interface Cost {
  readonly parameter: string
  readonly value: number
  readonly bound: number
}

/** An encoded hash that is read completely: every check of a password ends with a result. */
export interface PasswordHash {
  readonly scheme: string
  /** An import refuses a hash with a cost over its bound. Hashes of earlier versions may have such costs. */
  readonly costs: readonly Cost[]
  /** Estimated seconds of one core (see `bounds.ts`). */
  readonly seconds: number
  /** Compares in constant time; takes as long for a wrong password as for a right one. */
  verify(password: string): boolean | Promise<boolean>
  /**
   * Returns false if other passwords fit like this one, so that it may not be the one that was hashed. Without this function
   * only one password fits.
   */
  isWhole?(password: string): boolean
}

/** A form of encoded hashes. */
export interface HashForm {
  /** The scheme as refusals name it. */
  readonly scheme: string
  /** Matches every text that can only be meant as this form. */
  readonly begins: RegExp
  /** Returns undefined if the text is malformed. */
  read(encoded: string): PasswordHash | undefined
}
