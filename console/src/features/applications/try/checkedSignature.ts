/** The outcome of the check of a signature: by what key of the instance, and whether it holds. */
export interface CheckedSignature {
  readonly keyId: string
  readonly algorithm: string
  /** `unknown` if the instance publishes no such key, or the algorithm is not one of those that it may use. */
  readonly outcome: 'good' | 'bad' | 'unknown'
}
