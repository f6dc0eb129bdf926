import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { languageChoices, languageName } from '../../language/language.ts'
import { fieldTexts } from './fieldTexts.ts'
import { PolicySection } from './PolicySection.tsx'
import { fieldsOf, instanceOnly, type Policy } from './policy.ts'
import { texts } from './texts.ts'

/** The default language, and those that are allowed. */
export function Languages() {
  const { data, error } = useRead<{ readonly languages?: readonly string[] }>('/admin/v1/languages')
  if (error) return <ProblemNotice error={error} />
  if (data === undefined) return null
  return policiesOf(data.languages ?? []).map((policy) => (
    <PolicySection key={policy.title} policy={policy} />
  ))
}

function policiesOf(languages: readonly string[]): readonly Policy[] {
  const options = languageChoices(languages, (tag) => `${languageName(tag)} (${tag})`)
  return [
    {
      ...texts.policies.defaultLanguage,
      instance: {
        read: '/admin/v1/languages/default',
        write: { method: 'PUT', path: '/admin/v1/languages/default/{language}' },
        needs: 'iam.write',
      },
      fields: fieldsOf(fieldTexts.defaultLanguage, { language: { kind: 'select', options } }),
    },
    {
      ...texts.policies.allowedLanguages,
      ...instanceOnly('/admin/v1/restrictions', 'iam.restrictions.write'),
      writesChanged: true,
      fields: fieldsOf(fieldTexts.allowedLanguages, {
        allowedLanguages: { kind: 'several', options, wrap: 'list' },
      }),
    },
  ]
}
