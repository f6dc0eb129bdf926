import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Gender } from '@zitadel/proto/zitadel/user/v2/user_pb.js'
import { useChange } from '../../api/useCall.ts'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone, notifyProblem } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { languageChoices } from '../../language/language.ts'
import { AccountAvatar } from './AccountAvatar.tsx'
import type { Human } from './account.ts'
import { texts } from './texts.ts'

/** The tag of no language in particular (RFC 5646). */
const undetermined = 'und'
const { profile: words } = texts

/** The names, language and gender of a person, and their picture. */
export function ProfileForm({ account }: { readonly account: Human }) {
  const { userId, orgId, human } = account
  const { can } = useRights()
  const update = useChange(UserService.method.updateUser, { orgId })
  const languages = useLanguages()
  const canWrite = can('user.write', { orgId })
  const { givenName, familyName, nickName, displayName, preferredLanguage, gender } = human.profile ?? {}
  const language =
    preferredLanguage === undefined || preferredLanguage === undetermined ? '' : preferredLanguage
  const edit = useEditForm({
    initial: {
      givenName: givenName ?? '',
      familyName: familyName ?? '',
      nickName: nickName ?? '',
      displayName: displayName ?? '',
      preferredLanguage: language,
      gender: String(gender ?? 0),
    },
    validate: (values) => ({
      givenName: values.givenName.trim() ? undefined : kitTexts.form.required,
      familyName: values.familyName.trim() ? undefined : kitTexts.form.required,
      displayName: values.displayName.trim() ? undefined : kitTexts.form.required,
    }),
    async save(changed) {
      const { gender: chosen, ...names } = changed
      const profile = { ...names, ...(chosen !== undefined && { gender: Number(chosen) as Gender }) }
      await update.mutateAsync({ userId, userType: { case: 'human', value: { profile } } })
      notifyDone(kitTexts.saved)
    },
  })
  const { getInputProps } = edit.form
  return (
    <Section title={words.title}>
      <Picture account={account} canWrite={canWrite} />
      <FormCard edit={edit} canWrite={canWrite}>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput label={words.givenName} required {...getInputProps('givenName')} />
          <TextInput label={words.familyName} required {...getInputProps('familyName')} />
          <TextInput label={words.displayName} required {...getInputProps('displayName')} />
          <TextInput label={words.nickName} {...getInputProps('nickName')} />
          <NativeSelect
            label={words.language}
            data={choicesOf(languages, language)}
            {...getInputProps('preferredLanguage')}
          />
          <NativeSelect label={words.gender} data={words.genders} {...getInputProps('gender')} />
        </SimpleGrid>
      </FormCard>
    </Section>
  )
}

function Picture({ account, canWrite }: { readonly account: Human; readonly canWrite: boolean }) {
  const { userId, orgId, human } = account
  const rest = useRestChange()
  const remove = () =>
    rest
      .mutateAsync({ method: 'DELETE', path: `/management/v1/users/${userId}/avatar`, orgId })
      .then(() => notifyDone(words.pictureRemoved), notifyProblem)
  return (
    <Group gap="sm">
      <AccountAvatar account={account} />
      {canWrite && human.profile?.avatarUrl && (
        <Button variant="default" size="xs" loading={rest.isPending} onClick={remove}>
          {words.removePicture}
        </Button>
      )}
    </Group>
  )
}

function useLanguages(): readonly string[] {
  const { data } = useRead<{ readonly supportedLanguages?: readonly string[] }>('/v2/settings', { orgId: '' })
  return data?.supportedLanguages ?? []
}

/** The languages of the server, and the one that the person has. */
function choicesOf(languages: readonly string[], own: string) {
  const all = [...new Set([...languages, own])].filter((language) => language !== '')
  return [{ value: '', label: words.noLanguage }, ...languageChoices(all)]
}
