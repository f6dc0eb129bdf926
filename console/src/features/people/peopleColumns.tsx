import { Group, Text } from '@mantine/core'
import IconRobot from '@tabler/icons-react/icons/IconRobot'
import IconUser from '@tabler/icons-react/icons/IconUser'
import type { Column } from '../../kit/DataTable.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { When } from '../../kit/When.tsx'
import type { Listed } from './directory.ts'
import { texts } from './texts.ts'

/** The columns of the list; without a context organization each row names its own. */
export function peopleColumns(context: string | undefined): readonly Column<Listed>[] {
  return [...named, ...(context === undefined ? [organization] : []), ...further]
}

const named: readonly Column<Listed>[] = [
  { key: 'name', title: texts.name, sort: 'name', cell: (user) => <Name user={user} /> },
  {
    key: 'loginName',
    title: texts.loginName,
    sort: 'username',
    cell: ({ loginName }) => <Long>{loginName}</Long>,
  },
  { key: 'email', title: texts.email, sort: 'email', cell: (user) => <Email user={user} /> },
]

const organization: Column<Listed> = {
  key: 'organization',
  title: texts.organization,
  cell: ({ orgName, orgId }) => <Long>{orgName || orgId}</Long>,
}

const further: readonly Column<Listed>[] = [
  { key: 'factors', title: texts.factors, cell: (user) => <Factors user={user} /> },
  { key: 'state', title: texts.state, sort: 'state', cell: (user) => <UserState user={user} /> },
  { key: 'created', title: texts.created, sort: 'created', cell: ({ createdAt }) => <When at={createdAt} /> },
]

function Name({ user: { kind, displayName, username } }: { readonly user: Listed }) {
  const Icon = kind === 'machine' ? IconRobot : IconUser
  return (
    <Group component="span" gap={6} wrap="nowrap" display="inline-flex" align="flex-start">
      <Icon
        size={16}
        stroke={1.6}
        role="img"
        aria-label={texts.kinds[kind]}
        style={{ flex: 'none', marginTop: 3 }}
      />
      <span>{displayName || username}</span>
    </Group>
  )
}

/** A text that may be long and have no spaces. */
function Long({ children }: { readonly children: string }) {
  return (
    <Text component="span" size="sm" style={{ overflowWrap: 'anywhere' }}>
      <bdi>{children}</bdi>
    </Text>
  )
}

function Email({ user: { email, emailVerified, kind } }: { readonly user: Listed }) {
  if (kind === 'machine' || email === '') return <Quiet />
  return (
    <>
      <Long>{email}</Long> {!emailVerified && <StateBadge tone="warn">{texts.notVerified}</StateBadge>}
    </>
  )
}

function Factors({ user: { factors } }: { readonly user: Listed }) {
  if (factors === null) return <Quiet />
  return <StateBadge tone={factors === 'none' ? 'quiet' : 'good'}>{texts.factorLevels[factors]}</StateBadge>
}

function UserState({ user: { state, lockedUntil, invitedAt } }: { readonly user: Listed }) {
  return (
    <>
      <StateBadge tone={state === 'active' ? 'good' : state === 'inactive' ? 'quiet' : 'warn'}>
        {texts.states[state]}
      </StateBadge>
      {lockedUntil && (
        <Text size="xs" c="dimmed">
          {texts.until} <When at={lockedUntil} />
        </Text>
      )}
      {invitedAt && (
        <Text size="xs" c="dimmed">
          {texts.invitedAt} <When at={invitedAt} />
        </Text>
      )}
    </>
  )
}

function Quiet() {
  return (
    <Text component="span" size="sm" c="dimmed" aria-hidden>
      –
    </Text>
  )
}
