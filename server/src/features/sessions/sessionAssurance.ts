import { type AssuranceInput, evaluate, type Proof } from '../../access/assurance.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { policyOfUserSql, standingProofs, type VoidedRows, voidedSql } from '../login-policies/index.ts'
import { readyKeyKindsSql } from '../passkeys/index.ts'
import { readyFactorKindsSql } from '../second-factors/index.ts'
import { proofsSql } from './queries.ts'

/** The columns from which the assurance of a session follows. */
export interface AssuranceRow {
  readonly user_kind: 'human' | 'machine' | null
  readonly proofs: readonly Proof[] | null
  readonly factors: readonly { readonly kind: string; readonly usedUp: boolean }[] | null
  readonly force_mfa: boolean | null
  readonly force_mfa_local_only: boolean | null
  readonly second_factors: readonly string[] | null
  readonly multi_factors: readonly string[] | null
  readonly passwordless_allowed: boolean | null
  readonly recovery_codes: boolean | null
  /** Proofs that policies have voided. */
  readonly voided: VoidedRows
}

/** SQL of these columns: `i` is the instance, `c` the session, `u` its user, `p` the user's login policy. */
export const assuranceColumns = {
  proofs: proofsSql('i.instance_id', 'c.session_id'),
  factors: `(select json_agg(json_build_object('kind', f.kind, 'usedUp', f.used_up) order by f.kind)
    from (${readyFactorKindsSql} union ${readyKeyKindsSql}) f)`,
  force_mfa: 'p.force_mfa',
  force_mfa_local_only: 'p.force_mfa_local_only',
  second_factors: 'p.second_factors',
  multi_factors: 'p.multi_factors',
  passwordless_allowed: 'p.passwordless_allowed',
  recovery_codes: 'p.recovery_codes',
  voided: voidedSql,
} as const satisfies Record<Exclude<keyof AssuranceRow, 'user_kind'>, string>

/** SQL of the joins that these columns need after `from sessions c`. */
export const assuranceJoins = `
  join instances i on i.instance_id = c.instance_id
  join users u on u.instance_id = c.instance_id and u.user_id = c.user_id
  left join lateral (${policyOfUserSql}) p on true`

/** Evaluates a session at an instant. */
export function assuranceOf(row: AssuranceRow, now: Date) {
  return evaluate(assuranceInput(row, row.proofs ?? [], now))
}

/** Returns what the evaluator needs, with those of the proofs that no policy has voided. */
export function assuranceInput<Made extends Proof>(
  row: Omit<AssuranceRow, 'proofs'>,
  proofs: readonly Made[],
  now: Date,
): AssuranceInput & { readonly proved: readonly Made[] } {
  return {
    policy: {
      forceMfa: row.force_mfa ?? false,
      forceMfaLocalOnly: row.force_mfa_local_only ?? false,
      secondFactors: row.second_factors ?? [],
      multiFactors: row.multi_factors ?? [],
      passwordlessAllowed: row.passwordless_allowed ?? false,
      recoveryCodes: row.recovery_codes,
    },
    factors: kindsOf(row.factors ?? []),
    usedUp: kindsOf((row.factors ?? []).filter(({ usedUp }) => usedUp)),
    proved: standingProofs(proofs, row.voided),
    kind: row.user_kind ?? 'human',
    now,
  }
}

function kindsOf(factors: readonly { readonly kind: string }[]): readonly FactorName[] {
  return factors.map(({ kind }) => kind as FactorName)
}
