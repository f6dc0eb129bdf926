import { Modal, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { adminsOf, emptyOrganization, type NewOrganization, owners, problemsOf } from './newOrganization.ts'
import { texts } from './texts.ts'

/** Makes an organization and opens its page; a new person who owns it is invited. */
export function AddOrganization({ close }: { close(): void }) {
  const add = useChange(OrganizationService.method.addOrganization, { orgId: '' })
  const invite = useChange(UserService.method.createInviteCode, { orgId: '' })
  const navigate = useNavigate()
  const { userId: myId } = useSession().person
  const edit = useEditForm<NewOrganization>({
    initial: emptyOrganization,
    guard: false,
    validate: problemsOf,
    async save(_, values) {
      const name = values.name.trim()
      const { organizationId, createdAdmins } = await add.mutateAsync({
        name,
        admins: adminsOf(values, myId),
      })
      notifyDone(texts.added(name))
      for (const { userId } of createdAdmins) {
        await invite
          .mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })
          .then(() => notifyDone(texts.owner.invited(values.email.trim())), notifyProblem)
      }
      close()
      await navigate({ to: '/organizations/$organizationId', params: { organizationId } })
    },
  })
  const { form } = edit
  const field = form.getInputProps
  return (
    <Modal opened onClose={close} title={texts.addTitle}>
      <FormCard edit={edit} submitText={texts.add} cancel={close} saveUnchanged>
        <TextInput data-autofocus label={texts.name} required {...field('name')} />
        <Radio.Group label={texts.owner.title} {...field('owner')}>
          <Stack gap="xs" mt={6}>
            {owners.map((owner) => (
              <Radio key={owner} value={owner} {...texts.owner.choices[owner]} />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.owner === 'person' && (
          <>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              <TextInput label={texts.owner.givenName} required {...field('givenName')} />
              <TextInput label={texts.owner.familyName} required {...field('familyName')} />
            </SimpleGrid>
            <TextInput
              type="email"
              label={texts.owner.email}
              required
              autoComplete="off"
              {...field('email')}
            />
          </>
        )}
      </FormCard>
    </Modal>
  )
}
