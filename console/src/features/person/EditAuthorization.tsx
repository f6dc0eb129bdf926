import { Checkbox, Modal, Skeleton, Stack, Text } from '@mantine/core'
import type { Authorization } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import type { Account } from './account.ts'
import { type GrantableProject, GrantableProjectPicker } from './GrantableProjectPicker.tsx'
import { texts } from './texts.ts'
import { useProjectRoles } from './useProjectRoles.ts'

const { authorizations: words } = texts

/** Gives an account roles in a project, or changes them. Choosing a project that it has already changes the roles there. */
export function EditAuthorization({
  account: { userId, orgId, name },
  authorization,
  known = [],
  close,
}: {
  readonly account: Account
  readonly authorization?: Authorization
  /** What the account has already. */
  readonly known?: readonly Authorization[]
  close(): void
}) {
  const add = useChange(AuthorizationService.method.createAuthorization, { orgId })
  const update = useChange(AuthorizationService.method.updateAuthorization, { orgId })
  const edit = useEditForm<{ project: GrantableProject | null; roleKeys: string[] }>({
    initial: {
      project: authorization ? projectOf(authorization) : null,
      roleKeys: authorization?.roles.map(({ key }) => key) ?? [],
    },
    guard: false,
    validate: ({ project }) => ({ project: project ? undefined : kitTexts.form.required }),
    async save(_, { project, roleKeys }) {
      if (!project) return
      const has = authorization ?? known.find((one) => isIn(one, project, orgId))
      if (has) await update.mutateAsync({ id: has.id, roleKeys })
      else await add.mutateAsync({ userId, projectId: project.id, organizationId: orgId, roleKeys })
      notifyDone(kitTexts.saved)
      close()
    },
  })
  const { project, roleKeys } = edit.form.values
  const choose = (next: GrantableProject | null) => {
    const has = next && known.find((one) => isIn(one, next, orgId))
    edit.form.setValues({ project: next, roleKeys: has?.roles.map(({ key }) => key) ?? [] })
  }
  const place = authorization?.organization?.id ?? orgId
  return (
    <Modal
      opened
      onClose={close}
      title={authorization ? `${words.edit}: ${project?.name}` : words.addTo(name)}
    >
      <FormCard edit={edit} cancel={close} saveUnchanged={!authorization}>
        {!authorization && (
          <GrantableProjectPicker
            orgId={orgId}
            value={project}
            onChange={choose}
            error={edit.form.errors['project']}
            autoFocus
            required
          />
        )}
        {project && (
          <Roles
            project={project}
            orgId={place}
            value={roleKeys}
            onChange={(keys) => edit.form.setFieldValue('roleKeys', keys)}
          />
        )}
      </FormCard>
    </Modal>
  )
}

function Roles({
  project,
  orgId,
  value,
  onChange,
}: {
  readonly project: GrantableProject
  readonly orgId: string
  readonly value: string[]
  onChange(keys: string[]): void
}) {
  const { roles, error } = useProjectRoles(project, orgId)
  if (error) return <ProblemNotice error={error} />
  if (roles === undefined) return <Skeleton height={60} aria-label={kitTexts.loading} />
  if (roles.length === 0) return <Text c="dimmed">{words.projectWithoutRoles}</Text>
  return (
    <Checkbox.Group label={kitTexts.pickers.roles} value={value} onChange={onChange}>
      <Stack gap="xs" mt="xs" mah={320} style={{ overflowY: 'auto' }}>
        {roles.map(({ key, displayName }) => (
          <Checkbox
            key={key}
            value={key}
            label={displayName || key}
            description={displayName ? key : undefined}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}

function isIn({ project, organization }: Authorization, { id }: GrantableProject, orgId: string): boolean {
  return project?.id === id && organization?.id === orgId
}

function projectOf({ project, organization }: Authorization): GrantableProject {
  const { id = '', name = '', organizationId = '' } = project ?? {}
  return { id, name, isGranted: organizationId !== organization?.id }
}
