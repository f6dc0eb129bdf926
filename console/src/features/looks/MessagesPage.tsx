import { Skeleton } from '@mantine/core'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead } from '../../api/useRead.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { EditMessage } from './EditMessage.tsx'
import { entries } from './entries.ts'
import { LooksPage } from './LooksPage.tsx'
import type { Message, MessageName } from './message.ts'
import { TextChoice } from './TextChoice.tsx'
import { texts } from './texts.ts'

const words = texts.messages

/** The texts of one message in one language, which the address names. */
export function MessagesPage() {
  return (
    <LooksPage entry={entries.messages}>
      <TextChoice parameter="message" label={words.message} names={words.names} usual="init">
        {(name, language) => <OneMessage key={`${name} ${language}`} name={name} language={language} />}
      </TextChoice>
    </LooksPage>
  )
}

interface Reply {
  readonly customText?: Message
}

function OneMessage({ name, language }: { readonly name: MessageName; readonly language: string }) {
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
      key={`${orgId ?? ''} ${path}`}
      name={name}
      path={path}
      message={message}
      above={above.data.customText ?? {}}
    />
  )
}
