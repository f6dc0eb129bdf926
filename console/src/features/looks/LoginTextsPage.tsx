import { NativeSelect, SimpleGrid, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useRights } from '../../kit/useRights.ts'
import { EditLoginTexts } from './EditLoginTexts.tsx'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { productTexts, type ScreenTexts, screens } from './loginTextTable.ts'
import { loginTextTexts as words } from './loginTextTexts.ts'

/** The texts of the login pages, one page in one language at a time, which the address names. */
export function LoginTextsPage() {
  return (
    <LooksPage entry={entries.loginTexts}>
      <LoginTexts />
    </LooksPage>
  )
}

function LoginTexts() {
  const search: { screen?: string; language?: string } = useSearch({ strict: false })
  const navigate = useNavigate()
  const read = useRead<{ readonly languages?: readonly string[] }>('/auth/v1/languages')
  const { languages = [] } = read.data ?? {}
  const screen = screens.find((one) => one === search.screen) ?? 'loginText'
  const language = languages.find((one) => one === search.language) ?? 'en'
  const texts = useLoginTexts(language)
  const error = read.error ?? texts.error
  const show = (chosen: { screen?: string; language?: string }) =>
    void navigate({ to: '/settings/login-texts', search: (now) => ({ ...now, ...chosen }) })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md" maw={700}>
        <NativeSelect
          label={words.screen}
          value={screen}
          data={screens.map((value) => ({ value, label: words.screens[value] }))}
          onChange={(event) => show({ screen: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.language}
          value={language}
          data={languages.map((value) => ({ value, label: words.languages.of(value) ?? value }))}
          onChange={(event) => show({ language: event.currentTarget.value })}
        />
      </SimpleGrid>
      {error ? <ProblemNotice error={error} /> : null}
      {!error && texts.shown === undefined && <Skeleton height={300} aria-label={kitTexts.loading} />}
      {texts.shown && (
        <EditLoginTexts
          key={`${screen} ${language} ${JSON.stringify(texts.shown.custom)}`}
          screen={screen}
          language={language}
          {...texts.shown}
        />
      )}
    </>
  )
}

interface Reply {
  readonly customText?: ScreenTexts
}

/** Reads the own texts of the level, those of the instance above it for those who may read them, and those of the product. */
function useLoginTexts(language: string) {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const isAbove = orgId !== undefined && can('iam.policy.read', { orgId: '' })
  const ofInstance = `/admin/v1/text/login/${language}`
  const path = orgId === undefined ? ofInstance : `/management/v1/text/login/${language}`
  const own = useRead<Reply>(path)
  const above = useRead<Reply>(ofInstance, { orgId: '', enabled: isAbove })
  const product = useQuery({
    queryKey: ['texts of login pages', language],
    queryFn: () => productTexts(language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const isRead = own.data && product.data && (above.data || !isAbove) && !own.isPlaceholderData
  return {
    error: own.error ?? above.error ?? product.error,
    shown: isRead
      ? {
          path,
          custom: own.data.customText ?? {},
          above: (isAbove && above.data?.customText) || {},
          product: product.data,
        }
      : undefined,
  }
}
