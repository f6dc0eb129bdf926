import { Modal, Radio, Stack, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AccessTokenType } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { UsernameInput } from './UsernameInput.tsx'
import { useNewUserPlace } from './useNewUserPlace.tsx'
import { useOpenUser } from './useOpenUser.ts'

const tokenTypes = { bearer: AccessTokenType.BEARER, jwt: AccessTokenType.JWT } as const

/** Creates a machine and opens its page, where it gets its credentials. */
export function AddMachine({ close }: { close(): void }) {
  const place = useNewUserPlace()
  const create = useChange(UserService.method.createUser, { orgId: '' })
  const open = useOpenUser()
  const edit = useEditForm({
    initial: { username: '', name: '', description: '', tokenType: 'bearer' as keyof typeof tokenTypes },
    guard: false,
    validate: ({ username, name }) => ({
      username: username.trim() ? undefined : kitTexts.form.required,
      name: name.trim() ? undefined : kitTexts.form.required,
    }),
    async save(_, { username, name, description, tokenType }) {
      if (!place.check()) return 'pending'
      const { id } = await create.mutateAsync({
        organizationId: place.orgId ?? '',
        username: username.trim(),
        userType: {
          case: 'machine',
          value: {
            name: name.trim(),
            accessTokenType: tokenTypes[tokenType],
            ...(description && { description }),
          },
        },
      })
      notifyDone(texts.added(name.trim()))
      return open(id)
    },
  })
  const field = edit.form.getInputProps
  return (
    <Modal opened onClose={close} title={texts.addTitles.machine} size="lg">
      <FormCard edit={edit} submitText={texts.addSubmit.machine} cancel={close} saveUnchanged>
        {place.field}
        <TextInput data-autofocus label={texts.machineName} required {...field('name')} />
        <UsernameInput
          orgId={place.orgId}
          description={texts.machineUsernameHint}
          required
          {...field('username')}
        />
        <TextInput label={texts.description} {...field('description')} />
        <Radio.Group label={texts.tokenTypes.title} {...field('tokenType')}>
          <Stack gap="xs" mt={6}>
            {(['bearer', 'jwt'] as const).map((type) => (
              <Radio
                key={type}
                value={type}
                label={texts.tokenTypes[type].label}
                description={texts.tokenTypes[type].hint}
              />
            ))}
          </Stack>
        </Radio.Group>
      </FormCard>
    </Modal>
  )
}
