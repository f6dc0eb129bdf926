import { Button, Group, Modal, Skeleton, Text } from '@mantine/core'
import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import type { Administrator } from '@sallyport/contract/zitadel/internal_permission/v2/query_pb.js'
import { useState } from 'react'
import { useCall, useChange } from '../../api/useCall.ts'
import { EndButton } from '../../kit/EndButton.tsx'
import { Entry, EntryList } from '../../kit/EntryList.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { type RoleLevel, RolePicker } from '../../kit/RolePicker.tsx'
import { RowLink } from '../../kit/RowLink.tsx'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { When } from '../../kit/When.tsx'
import { labelled } from '../../language/language.ts'
import type { Account } from './account.ts'
import { placeOf } from './membershipPlace.ts'
import { texts } from './texts.ts'

/** The most memberships that are shown. */
const shown = 200
const { memberships: words } = texts

/** Where an account is an administrator, with its roles there. New ones are added at the place itself. */
export function MembershipsSection({ account }: { readonly account: Account }) {
  const read = useCall(
    InternalPermissionService.method.listAdministrators,
    {
      pagination: { limit: shown },
      filters: [{ filter: { case: 'inUserIdsFilter', value: { ids: [account.userId] } } }],
    },
    { orgId: '' },
  )
  const administrators = read.data?.administrators
  return (
    <Section title={words.title} intro={words.intro}>
      {read.error && <ProblemNotice error={read.error} />}
      {administrators === undefined && !read.error && <Skeleton height={60} aria-label={kitTexts.loading} />}
      {administrators?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      <EntryList label={words.title}>
        {administrators?.map((administrator) => (
          <MembershipEntry
            key={placeOf(administrator).key}
            userId={account.userId}
            administrator={administrator}
          />
        ))}
      </EntryList>
    </Section>
  )
}

function MembershipEntry({
  userId,
  administrator,
}: {
  readonly userId: string
  readonly administrator: Administrator
}) {
  const { can } = useRights()
  const [isEditing, setEditing] = useState(false)
  const place = placeOf(administrator)
  const { name, level, to, resource } = place
  const remove = useChange(InternalPermissionService.method.deleteAdministrator, { orgId: '' })
  return (
    <Entry
      title={to ? <RowLink to={to}>{name}</RowLink> : name}
      badges={<StateBadge>{words.levels[level]}</StateBadge>}
      details={[
        <>
          {texts.facts.changed} <When at={administrator.changeDate} />
        </>,
      ]}
      actions={
        <>
          {can(place.write, place.at) && (
            <Button
              size="xs"
              variant="default"
              aria-label={labelled(words.edit, name)}
              onClick={() => setEditing(true)}
            >
              {words.edit}
            </Button>
          )}
          {can(place.delete, place.at) && (
            <EndButton
              text={kitTexts.remove}
              name={name}
              question={words.removeText}
              act={() => remove.mutateAsync({ userId, resource })}
            />
          )}
        </>
      }
    >
      <Group gap={4} mt={4}>
        {administrator.roles.map((role) => (
          <StateBadge key={role}>{role}</StateBadge>
        ))}
      </Group>
      {isEditing && (
        <EditMembership
          userId={userId}
          administrator={administrator}
          level={level}
          close={() => setEditing(false)}
        />
      )}
    </Entry>
  )
}

function EditMembership({
  userId,
  administrator,
  level,
  close,
}: {
  readonly userId: string
  readonly administrator: Administrator
  readonly level: RoleLevel
  close(): void
}) {
  const { name, resource } = placeOf(administrator)
  const update = useChange(InternalPermissionService.method.updateAdministrator, { orgId: '' })
  const edit = useEditForm({
    initial: { roles: [...administrator.roles] },
    guard: false,
    asksReason: true,
    validate: ({ roles }) => ({ roles: roles.length > 0 ? undefined : kitTexts.members.chooseRole }),
    async save(_, { roles }) {
      await update.mutateAsync({ userId, resource, roles })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={labelled(words.edit, name)} size="lg">
      <FormCard edit={edit} cancel={close}>
        <RolePicker
          level={level}
          label={kitTexts.pickers.roles}
          value={edit.form.values.roles}
          onChange={(roles) => edit.form.setFieldValue('roles', roles)}
          error={edit.form.errors['roles']}
        />
      </FormCard>
    </Modal>
  )
}
