import { Text, TextInput, type TextInputProps } from '@mantine/core'
import { useRead } from '../../api/useRead.ts'
import { useOrganizations } from '../../kit/useOrganizations.ts'
import { texts } from './texts.ts'

/** A user name; if the organization's domain belongs to login names, it stands behind the field. */
export function UsernameInput({ orgId, ...props }: TextInputProps & { readonly orgId: string | undefined }) {
  const suffix = useSuffix(orgId)
  return (
    <TextInput
      label={texts.username}
      autoComplete="off"
      {...props}
      {...(suffix && {
        rightSection: (
          <Text size="sm" c="dimmed" pe="xs" truncate>
            {suffix}
          </Text>
        ),
        rightSectionWidth: Math.min(220, suffix.length * 9 + 16),
      })}
    />
  )
}

/** What login names of an organization end with; '' for nothing. */
function useSuffix(orgId: string | undefined): string {
  const enabled = orgId !== undefined
  const { data } = useRead<{ readonly settings?: { readonly loginNameIncludesDomain?: boolean } }>(
    `/v2/settings/domain?${new URLSearchParams({ 'ctx.orgId': orgId ?? '' })}`,
    { orgId: '', enabled },
  )
  const isIncluded = enabled && data?.settings?.loginNameIncludesDomain === true
  const { organizations } = useOrganizations({ id: orgId, enabled: isIncluded })
  const domain = organizations[0]?.primaryDomain
  return isIncluded && domain ? `@${domain}` : ''
}
