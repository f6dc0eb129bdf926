import { Group, List, PasswordInput, SimpleGrid, Text, VisuallyHidden } from '@mantine/core'
import IconCheck from '@tabler/icons-react/icons/IconCheck'
import IconCircle from '@tabler/icons-react/icons/IconCircle'
import { checkPassword, type PasswordRules } from './passwordRules.ts'
import { kitTexts } from './texts.ts'

/** The props that a form gives an input: `edit.form.getInputProps('password')`. */
interface FieldProps {
  readonly value?: string
}

const { passwordRules: texts } = kitTexts

/** The two fields of a new password, with the rules that it keeps so far. */
export function NewPassword({
  rules,
  password,
  repeated,
}: {
  readonly rules: PasswordRules | undefined
  readonly password: FieldProps
  readonly repeated: FieldProps
}) {
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <PasswordInput label={texts.password} autoComplete="new-password" required {...password} />
        <PasswordInput label={texts.repeated} autoComplete="new-password" required {...repeated} />
      </SimpleGrid>
      {rules && (
        <List listStyleType="none" aria-label={texts.title} spacing={2}>
          {checkPassword(password.value ?? '', rules).map(({ text, met }) => (
            <List.Item key={text}>
              <Group gap={6} wrap="nowrap" c={met ? 'var(--good)' : 'var(--quiet)'}>
                {met ? <IconCheck size={14} aria-hidden /> : <IconCircle size={14} aria-hidden />}
                <Text size="sm" c="inherit">
                  {text}
                  <VisuallyHidden>{met ? texts.met : texts.missing}</VisuallyHidden>
                </Text>
              </Group>
            </List.Item>
          ))}
        </List>
      )}
    </>
  )
}
