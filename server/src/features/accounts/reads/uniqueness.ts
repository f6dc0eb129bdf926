import type { Source } from '../../../database/search.ts'

/**
 * Whether no user has this username or this e-mail address, compared exactly; '' asks for nothing. With `orgId` only
 * users of that organization count.
 */
export async function isUserUnique(
  source: Source,
  instanceId: string,
  wanted: { readonly username: string; readonly email: string; readonly orgId?: string | undefined },
): Promise<boolean> {
  const taken = (column: string, place: string) => `exists (select 1 from users
    where instance_id = $1 and ${column}_folded = lower(${place}) and ${column} = ${place} and ${place} <> ''
      and ($4::text is null or org_id = $4))`
  const [row] = await source.query<{ taken: boolean }>(
    `select ${taken('username', '$2::text')} or ${taken('email', '$3::text')} as taken`,
    [instanceId, wanted.username, wanted.email, wanted.orgId ?? null],
  )
  return row?.taken === false
}
