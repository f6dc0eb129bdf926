import { List, Stack, Text } from '@mantine/core'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import { useCall } from '../../api/useCall.ts'
import { useRead } from '../../api/useRead.ts'
import { useRights } from '../../kit/useRights.ts'
import { type Access, accessPath } from './access.ts'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

const { goesWithIt } = texts

/** Says what is deleted together with an account, as far as the caller may see it. */
export function GoesWithIt({ account: { userId, orgId, human } }: { readonly account: Account }) {
  const { can } = useRights()
  const at = { orgId }
  const none = { orgId: '' }
  const access = useRead<Access>(accessPath(userId), { ...at, enabled: can('session.read', at) })
  const authorizations = useCall(
    AuthorizationService.method.listAuthorizations,
    { pagination: { limit: 1 }, filters: [{ filter: { case: 'inUserIds', value: { ids: [userId] } } }] },
    { ...none, enabled: can('user.grant.read', at) },
  )
  const memberships = useCall(
    InternalPermissionService.method.listAdministrators,
    {
      pagination: { limit: 1 },
      filters: [{ filter: { case: 'inUserIdsFilter', value: { ids: [userId] } } }],
    },
    { ...none, enabled: can('user.membership.read', at) },
  )
  const counts = [
    goesWithIt.sessions(access.data?.sessions.filter(({ live }) => live).length ?? 0),
    goesWithIt.grants(access.data?.grants.filter(({ live }) => live).length ?? 0),
    goesWithIt.authorizations(Number(authorizations.data?.pagination?.totalResult ?? 0)),
    goesWithIt.memberships(Number(memberships.data?.pagination?.totalResult ?? 0)),
  ].filter((text) => text !== '')
  return (
    <Stack gap="xs">
      <Text>{human ? goesWithIt.person : goesWithIt.machine}</Text>
      {counts.length > 0 && (
        <List>
          {counts.map((text) => (
            <List.Item key={text}>{text}</List.Item>
          ))}
        </List>
      )}
    </Stack>
  )
}
