import { Checkbox, Skeleton, Stack, Text } from '@mantine/core'
import { useRead } from '../api/useRead.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { roleTexts } from './roleTexts.ts'

/** The level whose administrators' roles are picked. */
export type RoleLevel = 'instance' | 'organization' | 'project' | 'grant'

const paths: Readonly<Record<RoleLevel, string>> = {
  instance: '/admin/v1/members/roles/_search',
  organization: '/management/v1/orgs/members/roles/_search',
  project: '/management/v1/projects/members/roles/_search',
  grant: '/management/v1/projects/grants/members/roles/_search',
}

/** Picks roles of administrators; each says what it allows. The list is the server's. */
export function RolePicker({
  level,
  label,
  value,
  onChange,
  error,
}: {
  readonly level: RoleLevel
  readonly label: string
  readonly value: readonly string[]
  onChange(value: string[]): void
  readonly error?: React.ReactNode
}) {
  const read = useRead<{ readonly roles?: readonly string[]; readonly result?: readonly string[] }>(
    paths[level],
    {
      body: {},
    },
  )
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={120} />
  const roles = read.data.roles ?? read.data.result ?? []
  return (
    <Checkbox.Group label={label} value={[...value]} onChange={onChange} error={error}>
      <Stack gap="xs" mt="xs">
        {roles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={
              <Text span size="sm" fw={600} style={{ overflowWrap: 'anywhere' }}>
                {role}
              </Text>
            }
            description={roleTexts[role]}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
