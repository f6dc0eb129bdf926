import { NativeSelect, SimpleGrid, Skeleton } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { EditMessage } from './EditMessage.tsx'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import { type Message, messageNames } from './message.ts'
import { texts } from './texts.ts'

const words = texts.messages

/** The texts of one message in one language, which the address names. */
export function MessagesPage() {
  return (
    <LooksPage entry={entries.messages}>
      <Messages />
    </LooksPage>
  )
}

function Messages() {
  const search: { message?: string; language?: string } = useSearch({ strict: false })
  const navigate = useNavigate()
  const read = useRead<{ readonly languages?: readonly string[] }>('/auth/v1/languages')
  if (read.error) return <ProblemNotice error={read.error} />
  if (read.data === undefined) return <Skeleton height={300} aria-label={kitTexts.loading} />
  const { languages = [] } = read.data
  const name = messageNames.find((one) => one === search.message) ?? messageNames[0]
  const language = languages.find((one) => one === search.language) ?? 'en'
  const show = (chosen: { message?: string; language?: string }) =>
    void navigate({ to: '/settings/messages', search: (now) => ({ ...now, ...chosen }) })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} mb="md" maw={700}>
        <NativeSelect
          label={words.message}
          value={name}
          data={messageNames.map((value) => ({ value, label: words.names[value] }))}
          onChange={(event) => show({ message: event.currentTarget.value })}
        />
        <NativeSelect
          label={words.language}
          value={language}
          data={languages.map((value) => ({ value, label: words.languages.of(value) ?? value }))}
          onChange={(event) => show({ language: event.currentTarget.value })}
        />
      </SimpleGrid>
      <OneMessage key={`${name} ${language}`} name={name} language={language} />
    </>
  )
}

interface Reply {
  readonly customText?: Message
}

function OneMessage({
  name,
  language,
}: {
  readonly name: (typeof messageNames)[number]
  readonly language: string
}) {
  const orgId = useContextOrganization()
  const level = orgId === undefined ? 'admin' : 'management'
  const path = `/${level}/v1/text/message/${name}/${language}`
  const present = useRead<Reply>(path)
  const above = useRead<Reply>(`/${level}/v1/text/default/message/${name}/${language}`)
  const error = present.error ?? above.error
  if (error) return <ProblemNotice error={error} />
  const isOld = present.isPlaceholderData || above.isPlaceholderData
  if (present.data === undefined || above.data === undefined || isOld)
    return <Skeleton height={300} aria-label={kitTexts.loading} />
  const message = present.data.customText ?? {}
  return (
    <EditMessage
      key={JSON.stringify(message)}
      name={name}
      path={path}
      message={message}
      above={above.data.customText ?? {}}
    />
  )
}
