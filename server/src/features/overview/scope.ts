/** What an overview is about: an organization, or with '' all of the instance. */
export interface Scope {
  readonly instanceId: string
  readonly orgId: string
}

/** SQL by which a column of organizations is in the scope `$2` of the instance `$1`. */
export const inScope = (column: string) => `($2 = '' or ${column} = $2)`
