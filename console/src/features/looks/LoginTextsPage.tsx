import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { EditLoginTexts } from './EditLoginTexts.tsx'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { baseOf, ownAmong, productTexts, type Screen, type ScreenTexts } from './loginTextTable.ts'
import { loginTextTexts as words } from './loginTextTexts.ts'
import { TextChoice } from './TextChoice.tsx'

/** The texts of the login pages, one page in one language at a time, which the address names. */
export function LoginTextsPage() {
  return (
    <LooksPage entry={entries.loginTexts}>
      <TextChoice parameter="screen" label={words.screen} names={words.screens} usual="loginText">
        {(screen, language) => <LoginTexts screen={screen} language={language} />}
      </TextChoice>
    </LooksPage>
  )
}

function LoginTexts({ screen, language }: { readonly screen: Screen; readonly language: string }) {
  const orgId = useContextOrganization() ?? ''
  const { error, shown } = useLoginTexts(language)
  if (error) return <ProblemNotice error={error} />
  if (shown === undefined) return <Skeleton height={300} aria-label={kitTexts.loading} />
  return (
    <EditLoginTexts key={`${orgId} ${screen} ${language}`} screen={screen} language={language} {...shown} />
  )
}

interface Reply {
  readonly customText?: ScreenTexts
}

/** Reads the own texts of the level, those of the instance above it, and those of the product. */
function useLoginTexts(language: string) {
  const level = useContextOrganization() === undefined ? 'admin' : 'management'
  const path = `/${level}/v1/text/login/${language}`
  const own = useRead<Reply>(path)
  const above = useAbove(language)
  const product = useQuery({
    queryKey: ['texts of login pages', language],
    queryFn: () => productTexts(language),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const isRead = own.data && product.data && !own.isPlaceholderData
  return {
    error: own.error ?? above.error ?? product.error,
    shown:
      isRead && above.texts
        ? { path, custom: own.data.customText ?? {}, above: above.texts, product: product.data }
        : undefined,
  }
}

/** Reads the own texts of the instance above an organization, among the defaults that it gives; nothing stands above the instance. */
function useAbove(language: string) {
  const enabled = useContextOrganization() !== undefined
  const base = baseOf(language)
  const path = (of: string) => `/management/v1/text/default/login/${of}`
  const defaults = useRead<Reply>(path(language), { enabled })
  const english = useRead<Reply>(path('en'), { enabled: enabled && base === 'english defaults' })
  const builtIn = useQuery({
    queryKey: ['defaults of login texts', base],
    queryFn: async () => (base === 'english defaults' ? {} : base()),
    staleTime: Number.POSITIVE_INFINITY,
    enabled,
  })
  const without = base === 'english defaults' ? english.data?.customText : builtIn.data
  const given = defaults.isPlaceholderData ? undefined : defaults.data?.customText
  return {
    error: defaults.error ?? english.error ?? builtIn.error,
    texts: enabled ? given && without && ownAmong(given, without) : {},
  }
}
