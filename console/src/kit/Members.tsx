import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRead, useRestChange } from '../api/useRead.ts'
import { Confirm } from './Confirm.tsx'
import { Entry, EntryList } from './EntryList.tsx'
import { FormCard } from './FormCard.tsx'
import { type MemberPlace, memberPaths } from './memberPaths.ts'
import { notifyDone } from './notify.ts'
import { PersonPicker } from './PersonPicker.tsx'
import { ProblemNotice } from './ProblemNotice.tsx'
import { RolePicker } from './RolePicker.tsx'
import { RowLink } from './RowLink.tsx'
import type { Pickable } from './ServerPicker.tsx'
import { StateBadge } from './StateBadge.tsx'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'
import { useRights } from './useRights.ts'

interface Member {
  readonly userId: string
  readonly roles?: readonly string[]
  readonly displayName?: string
  readonly preferredLoginName?: string
}

interface MemberList {
  readonly details?: { readonly totalResult?: string }
  readonly result?: readonly Member[]
}

/** The most administrators that are shown; no place has more in practice, and the API has the rest. */
const shown = 200
const { members: texts } = kitTexts

/** The administrators of an instance, organization, project or grant: the same list everywhere, with their roles. */
export function Members(place: MemberPlace) {
  const { can } = useRights()
  const paths = memberPaths(place)
  const read = useRead<MemberList>(paths.search, { orgId: paths.orgId, body: { query: { limit: shown } } })
  const [adding, setAdding] = useState(false)
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={80} aria-label={kitTexts.loading} />
  const members = read.data.result ?? []
  const canWrite = can(paths.write, paths.at)
  return (
    <Stack gap="sm">
      {members.length === 0 && <Text c="dimmed">{texts.empty}</Text>}
      {members.length > 0 && (
        <EntryList label={texts.title}>
          {members.map((member) => (
            <MemberEntry key={member.userId} place={place} member={member} canWrite={canWrite} />
          ))}
        </EntryList>
      )}
      {canWrite && (
        <Group>
          <Button variant="default" onClick={() => setAdding(true)}>
            {texts.add}
          </Button>
        </Group>
      )}
      {adding && <EditMember place={place} close={() => setAdding(false)} />}
    </Stack>
  )
}

function MemberEntry({
  place,
  member,
  canWrite,
}: {
  readonly place: MemberPlace
  readonly member: Member
  readonly canWrite: boolean
}) {
  const { userId, displayName, preferredLoginName = userId, roles = [] } = member
  const paths = memberPaths(place)
  const rest = useRestChange()
  const [asking, setAsking] = useState<'edit' | 'remove'>()
  const close = () => setAsking(undefined)
  return (
    <Entry
      title={<RowLink to={`/people/${userId}`}>{displayName || preferredLoginName}</RowLink>}
      details={[<bdi key="name">{preferredLoginName}</bdi>]}
      actions={
        canWrite && (
          <>
            <Button size="xs" variant="default" onClick={() => setAsking('edit')}>
              {texts.edit}
            </Button>
            <Button size="xs" variant="subtle" color="red" onClick={() => setAsking('remove')}>
              {kitTexts.remove}
            </Button>
          </>
        )
      }
    >
      <Group gap={4} mt={4}>
        {roles.map((role) => (
          <StateBadge key={role}>{role}</StateBadge>
        ))}
      </Group>
      {asking === 'edit' && <EditMember place={place} member={member} close={close} />}
      {asking === 'remove' && (
        <Confirm
          title={texts.removeTitle}
          text={texts.removeText(displayName || preferredLoginName)}
          submitText={kitTexts.remove}
          danger
          act={() => rest.mutateAsync({ method: 'DELETE', path: paths.one(userId), orgId: paths.orgId })}
          close={close}
        />
      )}
    </Entry>
  )
}

/** Adds an administrator, or changes the roles of one. */
function EditMember({
  place,
  member,
  close,
}: {
  readonly place: MemberPlace
  readonly member?: Member
  close(): void
}) {
  const paths = memberPaths(place)
  const rest = useRestChange()
  const edit = useEditForm<{ person: Pickable | null; roles: string[] }>({
    initial: { person: null, roles: [...(member?.roles ?? [])] },
    guard: false,
    asksReason: true,
    validate: ({ person, roles }) => ({
      person: member || person ? undefined : kitTexts.form.required,
      roles: roles.length > 0 ? undefined : texts.chooseRole,
    }),
    async save(_, { person, roles }) {
      await rest.mutateAsync(
        member
          ? { method: 'PUT', path: paths.one(member.userId), orgId: paths.orgId, body: { roles } }
          : { method: 'POST', path: paths.all, orgId: paths.orgId, body: { userId: person?.id, roles } },
      )
      notifyDone(kitTexts.saved)
      close()
    },
  })
  const { form } = edit
  return (
    <Modal opened onClose={close} title={member ? texts.edit : texts.add} size="lg">
      <FormCard edit={edit} cancel={close}>
        {!member && (
          <PersonPicker
            autoFocus
            required
            value={form.values.person}
            onChange={(person) => form.setFieldValue('person', person)}
            error={form.errors['person']}
          />
        )}
        <RolePicker
          level={place.level}
          label={kitTexts.pickers.roles}
          value={form.values.roles}
          onChange={(roles) => form.setFieldValue('roles', roles)}
          error={form.errors['roles']}
        />
      </FormCard>
    </Modal>
  )
}
