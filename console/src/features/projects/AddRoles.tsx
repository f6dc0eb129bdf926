import { ActionIcon, Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import IconX from '@tabler/icons-react/icons/IconX'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { anywhere } from './useProject.ts'

const { roles: words } = texts

interface NewRole {
  readonly key: string
  readonly displayName: string
  readonly group: string
}

const blank: NewRole = { key: '', displayName: '', group: '' }

/** Adds several roles at once. Those that were added leave the form, so that after a refusal only the others are sent again. */
export function AddRoles({ projectId, close }: { readonly projectId: string; close(): void }) {
  const add = useChange(ProjectService.method.addProjectRole, anywhere)
  const edit = useEditForm<{ roles: NewRole[] }>({
    initial: { roles: [blank] },
    guard: false,
    validate: ({ roles }) => ({ roles: problemOfKeys(roles) }),
    async save(_, { roles }) {
      for (const [at, role] of roles.entries()) {
        await add.mutateAsync({ projectId, ...trimmed(role) })
        form.setFieldValue('roles', roles.slice(at + 1))
      }
      notifyDone(words.added(roles.length))
      close()
    },
  })
  const { form } = edit
  const { roles } = form.values
  const field = (at: number, name: keyof NewRole) => form.getInputProps(`roles.${at}.${name}`)
  return (
    <Modal opened onClose={close} title={words.add} size="xl">
      <FormCard edit={edit} submitText={words.add} cancel={close} saveUnchanged>
        <Text size="sm" c="dimmed">
          {words.addHint}
        </Text>
        {roles.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of the form have no other identity
          <Group key={at} gap="xs" align="flex-end">
            <TextInput
              {...(at === 0 && { 'data-autofocus': true })}
              label={words.key}
              aria-label={words.keyOf(at + 1)}
              flex="1 1 160px"
              autoComplete="off"
              required
              {...field(at, 'key')}
            />
            <TextInput
              label={words.displayName}
              aria-label={words.nameOf(at + 1)}
              flex="1 1 160px"
              autoComplete="off"
              {...field(at, 'displayName')}
            />
            <TextInput
              label={words.group}
              aria-label={words.groupOf(at + 1)}
              flex="1 1 120px"
              autoComplete="off"
              {...field(at, 'group')}
            />
            <ActionIcon
              variant="subtle"
              size="lg"
              c="var(--ink)"
              aria-label={words.drop(at + 1)}
              disabled={roles.length === 1}
              onClick={() => form.removeListItem('roles', at)}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </Group>
        ))}
        {form.errors['roles'] && (
          <Text size="sm" c="var(--warn)" role="alert">
            {form.errors['roles']}
          </Text>
        )}
        <Group>
          <Button variant="default" size="xs" onClick={() => form.insertListItem('roles', blank)}>
            {words.another}
          </Button>
        </Group>
      </FormCard>
    </Modal>
  )
}

function problemOfKeys(roles: readonly NewRole[]): string | undefined {
  const keys = roles.map(({ key }) => key.trim())
  if (keys.includes('')) return kitTexts.form.required
  return new Set(keys).size < keys.length ? words.twice : undefined
}

function trimmed({ key, displayName, group }: NewRole) {
  return { roleKey: key.trim(), displayName: displayName.trim() || key.trim(), group: group.trim() }
}
