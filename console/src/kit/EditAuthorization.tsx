import { Alert, Modal } from '@mantine/core'
import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useEffect, useRef, useState } from 'react'
import { useCall, useChange } from '../api/useCall.ts'
import { useContextOrganization } from '../api/useContextOrganization.ts'
import { anywhere, authorizationTexts as texts } from './authorization.ts'
import { FormCard } from './FormCard.tsx'
import { notifyDone } from './notify.ts'
import { PersonPicker } from './PersonPicker.tsx'
import type { Pickable } from './ServerPicker.tsx'
import { type Target, TargetPicker, useTargets } from './TargetPicker.tsx'
import { TargetRoles } from './TargetRoles.tsx'
import { kitTexts } from './texts.ts'
import { useEditForm } from './useEditForm.ts'

interface Values {
  person: Pickable | null
  target: Target | null
  roleKeys: string[]
}

/**
 * Gives a person roles in a project, or changes those that the person has there: an authorization that exists is found as soon as person
 * and project are chosen, and is then changed.
 */
export function EditAuthorization({
  title,
  row,
  person: given,
  orgId,
  projectId = '',
  close,
}: {
  readonly title: string
  /** The authorization to change. */
  readonly row?: Authorization
  /** The person for whom it is; chosen in the dialog unless given. */
  readonly person?: Pickable
  /** The organization that gives the roles; the one in the address unless given. */
  readonly orgId?: string
  /** The project that is chosen from the beginning. */
  readonly projectId?: string
  close(): void
}) {
  const context = useContextOrganization()
  const giver = orgId ?? context
  const create = useChange(AuthorizationService.method.createAuthorization, anywhere)
  const update = useChange(AuthorizationService.method.updateAuthorization, anywhere)
  /** The roles that the person has there now. */
  const [present, setPresent] = useState<string[]>([])
  const edit = useEditForm<Values>({
    initial: {
      person: given ?? null,
      target: row ? targetOf(row) : null,
      roleKeys: row ? keysOf(row) : present,
    },
    guard: false,
    asksReason: true,
    validate: ({ person, target }) => ({
      person: row || person ? undefined : kitTexts.form.required,
      target: target ? undefined : kitTexts.form.required,
    }),
    async save(_, { person, target, roleKeys }) {
      if (known) await update.mutateAsync({ id: known.id, roleKeys })
      else if (person && target)
        await create.mutateAsync({
          userId: person.id,
          projectId: target.projectId,
          organizationId: target.orgId,
          roleKeys,
        })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  const { form } = edit
  const { person, target, roleKeys } = form.values
  const { found, isRead } = useKnown(person, target)
  const known = row ?? found
  useFirstTarget({ projectId, orgId: giver }, target, (first) => form.setFieldValue('target', first))
  const keys = JSON.stringify(found ? keysOf(found) : [])
  const foundId = found?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: another authorization may have the same roles.
  useEffect(() => setPresent(JSON.parse(keys) as string[]), [keys, foundId])
  return (
    <Modal opened onClose={close} title={title} size="lg">
      <FormCard edit={edit} cancel={close} saveUnchanged={!row}>
        {!row && (
          <>
            {!given && (
              <PersonPicker
                autoFocus
                required
                value={person}
                onChange={(value) => form.setFieldValue('person', value)}
                error={form.errors['person']}
              />
            )}
            <TargetPicker
              autoFocus={given !== undefined}
              required
              orgId={giver}
              value={target}
              onChange={(value) => {
                setPresent([])
                form.setValues({ target: value, roleKeys: [] })
              }}
              error={form.errors['target']}
            />
            {found && <Alert color="brand">{texts.hasOne}</Alert>}
          </>
        )}
        {target && (row || !person || isRead) && (
          <TargetRoles
            target={target}
            value={roleKeys}
            onChange={(keys) => form.setFieldValue('roleKeys', keys)}
            error={form.errors['roleKeys']}
          />
        )}
      </FormCard>
    </Modal>
  )
}

function keysOf({ roles }: Authorization): string[] {
  return roles.map(({ key }) => key)
}

function targetOf({ project, organization }: Authorization): Target {
  const projectId = project?.id ?? ''
  const orgId = organization?.id ?? ''
  return {
    id: projectId,
    name: project?.name ?? projectId,
    projectId,
    orgId,
    isGranted: orgId !== project?.organizationId,
  }
}

/** The authorization that a person has on a project there already. */
function useKnown(
  person: Pickable | null,
  target: Target | null,
): { readonly found: Authorization | undefined; readonly isRead: boolean } {
  const enabled = person !== null && target !== null
  const { data, isPlaceholderData } = useCall(
    AuthorizationService.method.listAuthorizations,
    {
      filters: [
        { filter: { case: 'inUserIds', value: { ids: [person?.id ?? '-'] } } },
        { filter: { case: 'projectId', value: { id: target?.projectId ?? '' } } },
        { filter: { case: 'organizationId', value: { id: target?.orgId ?? '' } } },
      ],
    },
    { ...anywhere, enabled },
  )
  const isRead = enabled && data !== undefined && !isPlaceholderData
  return { found: isRead ? data.authorizations[0] : undefined, isRead }
}

/** Chooses the project with which the dialog was opened. */
function useFirstTarget(
  { projectId, orgId }: { readonly projectId: string; readonly orgId: string | undefined },
  target: Target | null,
  choose: (target: Target) => void,
): void {
  const enabled = projectId !== '' && target === null
  const { items } = useTargets({ query: '', enabled }, { orgId, projectId })
  const done = useRef(false)
  const first = enabled ? items.find((item) => item.projectId === projectId) : undefined
  useEffect(() => {
    if (first === undefined || done.current) return
    done.current = true
    choose(first)
  })
}
