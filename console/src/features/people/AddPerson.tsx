import { Checkbox, Modal, Radio, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useChange } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { NewPassword } from '../../kit/NewPassword.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { newPasswordProblems, usePasswordRules } from '../../kit/passwordRules.ts'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { FurtherDetails } from './FurtherDetails.tsx'
import { accesses, createRequest, nobody, type PersonValues } from './newPerson.ts'
import { texts } from './texts.ts'
import { UsernameInput } from './UsernameInput.tsx'
import { useNewUserPlace } from './useNewUserPlace.tsx'
import { useOpenUser } from './useOpenUser.ts'

/** Creates a person and opens their page. */
export function AddPerson({ close }: { close(): void }) {
  const place = useNewUserPlace()
  const rules = usePasswordRules(place.orgId)
  const create = useChange(UserService.method.createUser, { orgId: '' })
  const invite = useChange(UserService.method.createInviteCode, { orgId: '' })
  const open = useOpenUser()
  const edit = useEditForm<PersonValues>({
    initial: { ...nobody, access: 'invite', repeated: '' },
    guard: false,
    validate: (values) => ({
      ...requiredTexts(values),
      ...(values.access === 'password' && newPasswordProblems(values, rules)),
    }),
    async save(_, values) {
      if (!place.check()) return 'pending'
      const { id: userId } = await create.mutateAsync(requestOf(values, place.orgId))
      notifyDone(texts.added(`${values.givenName} ${values.familyName}`))
      if (values.access === 'invite') {
        // The person is there now, whether or not the invitation can be sent.
        await invite
          .mutateAsync({ userId, verification: { case: 'sendCode', value: {} } })
          .then(() => notifyDone(texts.invited(values.email)), notifyProblem)
      }
      await open(userId)
    },
  })
  const field = edit.form.getInputProps
  return (
    <Modal opened onClose={close} title={texts.addTitles.person} size="lg">
      <FormCard
        edit={edit}
        submitText={texts.addSubmit[edit.form.values.access]}
        cancel={close}
        saveUnchanged
      >
        {place.field}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <TextInput data-autofocus label={texts.givenName} required {...field('givenName')} />
          <TextInput label={texts.familyName} required {...field('familyName')} />
        </SimpleGrid>
        <TextInput type="email" label={texts.email} required autoComplete="off" {...field('email')} />
        <Checkbox
          label={texts.emailVerified}
          description={texts.emailVerifiedHint}
          {...field('emailVerified', { type: 'checkbox' })}
        />
        <UsernameInput orgId={place.orgId} description={texts.usernameHint} {...field('username')} />
        <Radio.Group label={texts.access.title} {...field('access')}>
          <Stack gap="xs" mt={6}>
            {accesses.map((access) => (
              <Radio
                key={access}
                value={access}
                label={texts.access[access].label}
                description={texts.access[access].hint}
              />
            ))}
          </Stack>
        </Radio.Group>
        {edit.form.values.access === 'password' && (
          <>
            <NewPassword rules={rules} password={field('password')} repeated={field('repeated')} />
            <Checkbox label={texts.changeRequired} {...field('changeRequired', { type: 'checkbox' })} />
          </>
        )}
        <FurtherDetails form={edit.form} />
      </FormCard>
    </Modal>
  )
}

function requiredTexts({ givenName, familyName, email }: PersonValues) {
  const needed = (text: string) => (text.trim() ? undefined : kitTexts.form.required)
  return {
    givenName: needed(givenName),
    familyName: needed(familyName),
    email: needed(email) ?? (/^[^@\s]+@[^@\s]+$/.test(email.trim()) ? undefined : texts.emailInvalid),
  }
}

/** Passwords that were typed before another way was chosen are not sent. */
function requestOf({ access, ...person }: PersonValues, orgId = '') {
  const password = access === 'password' ? person.password : ''
  return createRequest(
    { ...person, email: person.email.trim(), username: person.username.trim(), password },
    orgId,
  )
}
