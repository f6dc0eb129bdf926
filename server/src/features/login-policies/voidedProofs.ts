import type { VoidedState } from './voidedState.ts'

/** The instants up to which proofs are void, by kind of factor or `verified_key`. */
export type Voided = VoidedState['proofs']

/** What the levels over a user have voided, as `voidedSql` returns it. */
export interface VoidedRows {
  readonly instance: VoidedState | null
  readonly org: VoidedState | null
  /** True if the organization is under the instance's policy. */
  readonly isDefault: boolean
}

/** SQL of `VoidedRows` as JSON: `i` is the instance, `u` the user, `p` its effective policy. */
export const voidedSql = `json_build_object('instance', ${levelSql('i.instance_id')}, 'org', ${levelSql('u.org_id')},
  'isDefault', coalesce(p.is_default, true))`

function levelSql(owner: string): string {
  return `(select json_build_object('proofs', v.proofs, 'underInstanceSince', v.under_instance_since)
    from voided_proofs v where v.instance_id = i.instance_id and v.owner = ${owner})`
}

/** Merges two levels: the later instant counts. */
export function latest(one: Voided, other: Voided): Voided {
  const merged: Record<string, string> = { ...one }
  for (const [kind, at] of Object.entries(other)) {
    const known = merged[kind]
    if (known === undefined || instant(known) < instant(at)) merged[kind] = at
  }
  return merged
}

/** Of the instance's, what concerns an organization: it was under the instance's policy then. */
export function sinceUnderInstance(instance: Voided, since: string | null): Voided {
  if (since === null) return instance
  return Object.fromEntries(Object.entries(instance).filter(([, at]) => instant(at) > instant(since)))
}

/** Returns the proofs that no change of a policy has voided since they were made. */
export function standingProofs<
  Proof extends { readonly kind: string; readonly at: string; readonly userVerified?: boolean | undefined },
>(proofs: readonly Proof[], { instance, org, isDefault }: VoidedRows): readonly Proof[] {
  const own = org?.proofs ?? {}
  const voided = isDefault
    ? latest(own, sinceUnderInstance(instance?.proofs ?? {}, org?.underInstanceSince ?? null))
    : own
  const isVoid = (kind: string, at: string) => {
    const until = voided[kind]
    return until !== undefined && instant(at) <= instant(until)
  }
  return proofs.filter(
    ({ kind, at, userVerified }) => !isVoid(kind, at) && !(userVerified && isVoid('verified_key', at)),
  )
}

function instant(text: string): number {
  return new Date(text).getTime()
}
