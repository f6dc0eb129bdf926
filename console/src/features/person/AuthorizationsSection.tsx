import { Button, Group, Skeleton, Text } from '@mantine/core'
import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { State } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { EditAuthorization } from '../../kit/EditAuthorization.tsx'
import { EndButton } from '../../kit/EndButton.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { notifyProblem } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import type { Account } from './account.ts'
import { texts } from './texts.ts'

/** The most authorizations that are shown. */
const shown = 200
const { authorizations: words } = texts

/** What an account may do: the roles that it has in projects. */
export function AuthorizationsSection({ account }: { readonly account: Account }) {
  const { userId, orgId, name } = account
  const { can } = useRights()
  const [isAdding, setAdding] = useState(false)
  const read = useCall(
    AuthorizationService.method.listAuthorizations,
    { pagination: { limit: shown }, filters: [{ filter: { case: 'inUserIds', value: { ids: [userId] } } }] },
    { orgId: '' },
  )
  const authorizations = read.data?.authorizations
  return (
    <Section
      title={words.title}
      intro={words.intro}
      actions={
        can('user.grant.write', { orgId }) &&
        authorizations && (
          <Button variant="default" size="xs" onClick={() => setAdding(true)}>
            {words.add}
          </Button>
        )
      }
    >
      {read.error && <ProblemNotice error={read.error} />}
      {authorizations === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {authorizations?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {authorizations?.map((authorization) => (
          <AuthorizationEntry key={authorization.id} authorization={authorization} />
        ))}
      </EntryList>
      {isAdding && authorizations && (
        <EditAuthorization
          title={words.addTo(name)}
          person={{ id: userId, name }}
          orgId={orgId}
          close={() => setAdding(false)}
        />
      )}
    </Section>
  )
}

function AuthorizationEntry({ authorization }: { readonly authorization: Authorization }) {
  const { id, project, organization, state, roles, changeDate } = authorization
  const { can } = useRights()
  const [isEditing, setEditing] = useState(false)
  const at = { orgId: organization?.id, projectId: project?.id }
  const to = { orgId: organization?.id }
  const activate = useChange(AuthorizationService.method.activateAuthorization, to)
  const deactivate = useChange(AuthorizationService.method.deactivateAuthorization, to)
  const remove = useChange(AuthorizationService.method.deleteAuthorization, to)
  const isActive = state === State.ACTIVE
  const name = project?.name ?? ''
  const turn = () => (isActive ? deactivate : activate).mutateAsync({ id }).catch(notifyProblem)
  return (
    <Entry
      title={<RowLink to={`/projects/${project?.id}`}>{name}</RowLink>}
      badges={!isActive && <StateBadge tone="warn">{words.inactive}</StateBadge>}
      details={[
        organization?.id !== project?.organizationId && (
          <>
            {words.by} <bdi>{organization?.name}</bdi>
          </>
        ),
        <>
          {texts.facts.changed} <When at={changeDate} />
        </>,
      ]}
      actions={
        <>
          {can('user.grant.write', at) && (
            <>
              <Button
                size="xs"
                variant="default"
                aria-label={labelled(words.edit, name)}
                onClick={() => setEditing(true)}
              >
                {words.edit}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={labelled(isActive ? words.deactivate : words.activate, name)}
                loading={activate.isPending || deactivate.isPending}
                onClick={turn}
              >
                {isActive ? words.deactivate : words.activate}
              </Button>
            </>
          )}
          {can('user.grant.delete', at) && (
            <EndButton
              text={kitTexts.remove}
              name={name}
              question={words.removeText}
              act={() => remove.mutateAsync({ id })}
            />
          )}
        </>
      }
    >
      <Group gap={4} mt={4}>
        {roles.map(({ key, displayName }) => (
          <StateBadge key={key}>{displayName || key}</StateBadge>
        ))}
        {roles.length === 0 && <StateBadge>{words.noRoles}</StateBadge>}
      </Group>
      {isEditing && (
        <EditAuthorization
          title={labelled(words.edit, name)}
          row={authorization}
          close={() => setEditing(false)}
        />
      )}
    </Entry>
  )
}
