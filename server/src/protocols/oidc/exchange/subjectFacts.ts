import type { TokenGrant } from '../../../features/oidc-sessions/index.ts'
import { signingKeySql } from '../../../features/web-keys/index.ts'
import { userFactsSql } from '../claims/userFacts.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import type { SubjectColumns } from '../subjectReply.ts'

const facts = userFactsSql({
  instanceId: '$1',
  userId: '$2',
  scopes: `string_to_array($3, ' ')`,
  projects: `string_to_array($4, ' ')`,
})

/** Reads what the tokens of a grant say about their user, once scopes and audience are known. */
export async function subjectColumnsOf(
  { database }: Pick<OidcDeps, 'database'>,
  instanceId: string,
  { lean, scopes, audience, projectId }: TokenGrant,
): Promise<SubjectColumns> {
  const projects = [...audience, ...(projectId === undefined ? [] : [projectId])]
  const [row] = await database.find<SubjectColumns>(
    `select ${facts} as user_facts, ${signingKeySql('$1')} as signing_key`,
    [instanceId, lean.userId, scopes.join(' '), projects.join(' ')],
  )
  return row ?? { user_facts: null, signing_key: null }
}
