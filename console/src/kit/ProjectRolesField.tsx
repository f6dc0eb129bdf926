import { Checkbox, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactNode, useState } from 'react'
import { useRead } from '../api/useRead.ts'
import { ProblemNotice } from './ProblemNotice.tsx'
import { kitTexts } from './texts.ts'

interface Roles {
  readonly pagination?: { readonly totalResult?: string }
  readonly projectRoles?: readonly Role[]
}

interface Role {
  readonly key: string
  readonly displayName?: string
}

interface FieldProps {
  readonly label: string
  readonly description?: string
  readonly value: readonly string[]
  onChange(keys: string[]): void
  readonly error?: ReactNode
}

/** How many roles are shown before they have to be searched. */
const shown = 20

/** Picks roles of a project. The server searches them, so that any number of roles can be picked from. */
export function ProjectRolesField({ projectId, ...field }: FieldProps & { readonly projectId: string }) {
  const [typed, setTyped] = useState('')
  const [query] = useDebouncedValue(typed.trim(), 120)
  const filter = { roleKeyFilter: { key: query, method: 'TEXT_FILTER_METHOD_CONTAINS_IGNORE_CASE' } }
  const read = useRead<Roles>('/zitadel.project.v2.ProjectService/ListProjectRoles', {
    orgId: '',
    body: {
      projectId,
      pagination: { limit: shown, asc: true },
      sortingColumn: 'PROJECT_ROLE_FIELD_NAME_KEY',
      filters: query === '' ? [] : [filter],
    },
  })
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={80} aria-label={kitTexts.loading} />
  const found = read.data.projectRoles ?? []
  const total = Number(read.data.pagination?.totalResult ?? 0)
  const chosen = field.value.filter((key) => !found.some((role) => role.key === key)).map((key) => ({ key }))
  return (
    <Stack gap="xs">
      <RoleBoxes {...field} roles={[...chosen, ...found]} />
      {total > found.length && (
        <Text size="sm" c="dimmed">
          {kitTexts.pickers.more(total - found.length)}
        </Text>
      )}
      {(total > shown || typed !== '') && (
        <TextInput
          type="search"
          label={kitTexts.pickers.findRoles}
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
    </Stack>
  )
}

/** Boxes for roles of which all are known, such as those of a grant. */
export function RoleBoxes({
  roles,
  label,
  description,
  value,
  onChange,
  error,
}: FieldProps & { readonly roles: readonly Role[] }) {
  return (
    <Checkbox.Group
      label={label}
      description={description}
      error={error}
      value={[...value]}
      onChange={onChange}
    >
      <Stack gap="xs" mt="xs">
        {roles.length === 0 && (
          <Text size="sm" c="dimmed">
            {kitTexts.pickers.noRoles}
          </Text>
        )}
        {roles.map(({ key, displayName }) => (
          <Checkbox
            key={key}
            value={key}
            label={<bdi>{displayName && displayName !== key ? `${displayName} (${key})` : key}</bdi>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
