import { Box, Text } from '@mantine/core'
import { Section } from '../../kit/Section.tsx'
import {
  isTextMessage,
  type MessageName,
  type MessageValues,
  type PartName,
  withExamples,
} from './message.ts'
import { texts } from './texts.ts'

const words = texts.messages

/** A message as people receive it, with example values. Mails are always light. */
export function MessagePreview({
  name,
  values,
  above,
}: {
  readonly name: MessageName
  readonly values: MessageValues
  readonly above: MessageValues
}) {
  const shown = (part: PartName) => withExamples(values[part] || above[part])
  return (
    <Section title={words.preview} intro={words.previewIntro}>
      {isTextMessage(name) ? (
        <Box className="message-preview">{shown('text')}</Box>
      ) : (
        <>
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {shown('subject')}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {shown('preHeader')}
          </Text>
          <Box className="message-preview">
            <p className="message-title">{shown('title')}</p>
            <p>{shown('greeting')}</p>
            <p>{shown('text')}</p>
            {shown('buttonText') && <p className="message-button">{shown('buttonText')}</p>}
            <p className="message-footer">{shown('footerText')}</p>
          </Box>
        </>
      )}
    </Section>
  )
}
