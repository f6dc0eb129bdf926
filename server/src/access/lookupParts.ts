import type { InstanceId, OrgId, UserId } from '../kernel/ids.ts'
import type { JsonObject } from '../kernel/json.ts'
import type { Membership } from './principal.ts'

/** The columns of an instance that every request reads. */
export interface InstanceColumns {
  readonly instance_id: InstanceId
  readonly name: string
  readonly default_org_id: OrgId
  readonly default_language: string
  readonly primary_domain: string | null
  /** Whether the public host is a domain of the instance or a trusted one. */
  readonly public_host_known: boolean
}

/** The columns of a user that authentication reads; all null without a user. */
export interface UserColumns {
  readonly user_id: UserId | null
  readonly org_id: OrgId | null
  readonly user_kind: 'human' | 'machine' | null
  readonly status: string | null
  readonly locked_until: string | null
  /** False while the user's organization is deactivated. */
  readonly org_active: boolean | null
}

/** The user of a credential, and its sealed digest. */
export interface CredentialRow extends UserColumns {
  readonly memberships: readonly Membership[] | null
  readonly sealed: Buffer | null
}

type Columns<Row> = { readonly [Name in keyof Row]: string }

/**
 * SQL that the owners of tables give to the one statement that looks a request up. `w` is the key (`host`, `named`,
 * `public_host`, `wanted_org`), `i` the row of the instance, `u` that of the user.
 */
export interface LookupParts {
  /** `from` selects at most one row: the instance of the key `w`. */
  readonly instance: { readonly from: string; readonly columns: Columns<InstanceColumns> }
  readonly organization: {
    /** Whether `w.wanted_org` is '' or an organization of the instance. */
    readonly known: string
    /** Statements with the instance and the name; each selects `org_id`. */
    readonly byId: string
    readonly byDomain: string
  }
  readonly user: { readonly table: string; readonly column: string; readonly columns: Columns<UserColumns> }
  /** The user's memberships as JSON. */
  readonly memberships: string
  /** Minutes for which a proof is fresh on the instance `i` (`Call.freshProofMinutes`). */
  readonly freshProofMinutes: string
  /** Values that transactions read often, by the name of their memo (`Transaction.memo`). */
  readonly memos: Readonly<Record<string, string>>
}

/** The parts that one feature gives. */
export type GivenLookupParts = Partial<LookupParts>

/** Values of `memos` by name. */
export type Memos = JsonObject

/** Puts the features' parts together; a part that no feature gives is a programming error and throws. */
export function mergeLookupParts(given: readonly GivenLookupParts[]): LookupParts {
  const merged: GivenLookupParts = Object.assign({}, ...given)
  const { instance, organization, user, memberships, freshProofMinutes } = merged
  if (!instance || !organization || !user || !memberships || !freshProofMinutes) {
    throw new Error('a part of the look-up is missing')
  }
  const memos = Object.assign({}, ...given.map((parts) => parts.memos))
  return { instance, organization, user, memberships, freshProofMinutes, memos }
}

/** Renders a select list. */
export function selectList(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, sql]) => `${sql} as ${name}`)
    .join(', ')
}

/** Joins one row of the instance. As a plain join, planned while the table is small, it might walk the instance's rows. */
export function oneRowOf(table: string, alias: string, condition: string): string {
  return `left join lateral (
     select * from ${table} x where x.instance_id = i.instance_id and ${condition} offset 0) ${alias} on true`
}
