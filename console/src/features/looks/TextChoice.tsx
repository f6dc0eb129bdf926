import { NativeSelect, SimpleGrid, Skeleton } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { languageChoices } from '../../language/language.ts'
import { texts } from './texts.ts'

/** Chooses which texts are shown in which language; the address names both. */
export function TextChoice<Name extends string>({
  parameter,
  label,
  names,
  usual,
  children,
}: {
  /** The name of the choice in the address. */
  readonly parameter: string
  readonly label: string
  /** What the choices are called. */
  readonly names: Readonly<Record<Name, string>>
  /** The choice of an address that names none. */
  readonly usual: Name
  children(name: Name, language: string): ReactNode
}) {
  const search: Readonly<Record<string, string>> = useSearch({ strict: false })
  const navigate = useNavigate()
  const { data, error } = useRead<{ readonly languages?: readonly string[] }>('/auth/v1/languages')
  if (error) return <ProblemNotice error={error} />
  if (data === undefined) return <Skeleton height={300} aria-label={kitTexts.loading} />
  const { languages = [] } = data
  const choices = Object.keys(names) as Name[]
  const name = choices.find((one) => one === search[parameter]) ?? usual
  const language = languages.find((one) => one === search['language']) ?? 'en'
  const choose = (chosen: Readonly<Record<string, string>>) =>
    void navigate({ to: '.', search: (now: object) => ({ ...now, ...chosen }) as never })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md" maw={700}>
        <NativeSelect
          label={label}
          value={name}
          data={choices.map((value) => ({ value, label: names[value] }))}
          onChange={(event) => choose({ [parameter]: event.currentTarget.value })}
        />
        <NativeSelect
          label={texts.language}
          value={language}
          data={languageChoices(languages)}
          onChange={(event) => choose({ language: event.currentTarget.value })}
        />
      </SimpleGrid>
      {children(name, language)}
    </>
  )
}
