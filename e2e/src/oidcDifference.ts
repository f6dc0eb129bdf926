/** A difference between `oidc-provider` and ours, as lines `request | part: theirs -> ours`, how often there is one, and why. */
export interface Difference {
  readonly where: RegExp
  readonly times: number
  readonly because: string
}
