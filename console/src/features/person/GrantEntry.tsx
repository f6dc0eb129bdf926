import { Group } from '@mantine/core'
import { EndButton } from '../../kit/EndButton.tsx'
import { Entry } from '../../kit/EntryList.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { When } from '../../kit/When.tsx'
import type { AccessGrant } from './access.ts'
import { texts } from './texts.ts'

const { access: words } = texts

/** The tokens of an application: scopes, when issued, how long they live. */
export function GrantEntry({
  grant,
  end,
}: {
  readonly grant: AccessGrant
  /** Without it the tokens cannot be revoked by the caller. */
  end?(): Promise<unknown>
}) {
  const { application, clientId, project, scopes, createdAt, lastIssuedAt, live, deadBecause } = grant
  const name = application ?? clientId
  return (
    <Entry
      title={<bdi>{name}</bdi>}
      badges={live ? null : <StateBadge>{words.deadBecause[deadBecause ?? ''] ?? words.dead}</StateBadge>}
      details={[
        project && (
          <>
            {words.project} <bdi>{project}</bdi>
          </>
        ),
        <>
          {words.issued} <When at={lastIssuedAt ?? createdAt} />
        </>,
        grant.refreshExpiresAt ? (
          <>
            {words.refreshed} <When at={grant.refreshExpiresAt} />
          </>
        ) : (
          grant.accessExpiresAt && (
            <>
              {words.expires} <When at={grant.accessExpiresAt} />
            </>
          )
        ),
      ]}
      actions={
        end && live && <EndButton text={words.revoke} name={name} question={words.revokeText} act={end} />
      }
    >
      <Group gap={4} mt={4}>
        {scopes.map((scope) => (
          <StateBadge key={scope}>{scope}</StateBadge>
        ))}
      </Group>
    </Entry>
  )
}
