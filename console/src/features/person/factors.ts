import type { RestCall } from '../../api/rest.ts'
import { type DryRunReply, type Effects, effectsOf } from '../../kit/effects.ts'

/** A second factor or passkey that is ready (`GET /sallyport/v1/users/{id}/factors`). */
export interface Factor {
  readonly kind: string
  /** '' for kinds of which a person has at most one. */
  readonly id: string
  readonly name: string
  readonly addedAt: string
  readonly lastUsedAt: string | null
}

/** The reply of the list of factors. */
export interface Factors {
  readonly factors: readonly Factor[]
}

/** The address of the factors of a user. */
export function factorsPath(userId: string): string {
  return `/sallyport/v1/users/${encodeURIComponent(userId)}/factors`
}

/** What tells a factor from the others of a person. */
export function keyOf({ kind, id }: Pick<Factor, 'kind' | 'id'>): string {
  return `${kind}/${id}`
}

const paths: Readonly<Record<string, (id: string) => string>> = {
  totp: () => 'totp',
  otp_sms: () => 'otp_sms',
  otp_email: () => 'otp_email',
  u2f: (id) => `u2f/${encodeURIComponent(id)}`,
  passkey: (id) => `passkeys/${encodeURIComponent(id)}`,
  recovery_code: () => 'recovery_codes',
}

/** The call that takes a factor from a user; undefined for kinds that this console does not know. */
export function removalOf(userId: string, { kind, id }: Pick<Factor, 'kind' | 'id'>): RestCall | undefined {
  const end = paths[kind]?.(id)
  return end === undefined ? undefined : { method: 'DELETE', path: `/v2/users/${userId}/${end}` }
}

/** Whether a factor is of its own worth; recovery codes only stand in for others. */
export function isOwn({ kind }: Pick<Factor, 'kind'>): boolean {
  return kind !== 'recovery_code'
}

/** Runs the removal of a factor dry. */
export async function tryRemoval(
  send: (call: RestCall) => Promise<DryRunReply>,
  call: RestCall,
): Promise<Effects> {
  return effectsOf(await send({ ...call, dryRun: 'people' }))
}
