import { Anchor, Checkbox, Collapse, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useRead } from '../../api/useRead.ts'
import { languageChoices, ownName } from '../../language/language.ts'
import { genders, type PersonValues } from './newPerson.ts'
import { texts } from './texts.ts'

/** The parts of a profile that are seldom filled in at once. */
export function FurtherDetails({ form }: { readonly form: UseFormReturnType<PersonValues> }) {
  const [isOpen, { toggle }] = useDisclosure(false)
  const field = form.getInputProps
  return (
    <div>
      <Group>
        <Anchor component="button" type="button" size="sm" onClick={toggle} aria-expanded={isOpen}>
          {texts.furtherDetails}
        </Anchor>
      </Group>
      <Collapse expanded={isOpen}>
        <Stack gap="sm" mt="xs">
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
            <TextInput label={texts.displayName} {...field('displayName')} />
            <TextInput label={texts.nickName} {...field('nickName')} />
            <NativeSelect label={texts.language} data={useLanguages()} {...field('language')} />
            <NativeSelect
              label={texts.gender}
              data={(Object.keys(genders) as (keyof typeof genders)[]).map((value) => ({
                value,
                label: texts.genders[value],
              }))}
              {...field('gender')}
            />
          </SimpleGrid>
          <TextInput type="tel" label={texts.phone} description={texts.phoneHint} {...field('phone')} />
          <Checkbox label={texts.phoneVerified} {...field('phoneVerified', { type: 'checkbox' })} />
        </Stack>
      </Collapse>
    </div>
  )
}

/** The languages of the product, by their own names. */
function useLanguages() {
  const { data } = useRead<{ readonly supportedLanguages?: readonly string[] }>('/v2/settings', { orgId: '' })
  const languages = data?.supportedLanguages ?? []
  return [{ value: '', label: texts.noLanguage }, ...languageChoices(languages, ownName)]
}
