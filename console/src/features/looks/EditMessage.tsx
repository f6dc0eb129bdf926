import { Button, Code, Group, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRestChange } from '../../api/useRead.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { StateBadge } from '../../kit/StateBadge.tsx'
import { useEditForm } from '../../kit/useEditForm.ts'
import { useRights } from '../../kit/useRights.ts'
import { MessagePreview } from './MessagePreview.tsx'
import {
  type Message,
  type MessageName,
  type MessageValues,
  partsOf,
  placeholders,
  valuesOf,
} from './message.ts'
import { texts } from './texts.ts'

const words = texts.messages

/** The texts of a message with their preview. Parts that say what the level above says are not written, so that they follow it. */
export function EditMessage({
  name,
  path,
  message,
  above,
}: {
  readonly name: MessageName
  readonly path: string
  readonly message: Message
  readonly above: Message
}) {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const change = useRestChange<unknown>()
  const [isResetting, setResetting] = useState(false)
  const at = { orgId: orgId ?? '', projectId: '' }
  const right = orgId === undefined ? 'iam.policy' : 'policy'
  const inherited = valuesOf(above)
  const edit = useEditForm<MessageValues>({
    initial: valuesOf(message),
    async save(_, values) {
      await change.mutateAsync({ method: 'PUT', path, body: ownOf(values, inherited) })
      notifyDone(words.saved)
    },
  })
  const { values } = edit.form
  const isOwn = message.isDefault !== true
  return (
    <div className="branding">
      <Section
        title={words.edit}
        intro={words.editIntro}
        actions={<StateBadge>{isOwn ? words.own : words.inherited}</StateBadge>}
      >
        <FormCard edit={edit} canWrite={can(`${right}.write`, at)}>
          {partsOf(name).map((part) => (
            <Textarea
              key={part}
              label={words.parts[part]}
              placeholder={inherited[part]}
              autosize
              minRows={part === 'text' ? 3 : 1}
              {...edit.form.getInputProps(part)}
            />
          ))}
        </FormCard>
        {isOwn && can(`${right}.delete`, at) && (
          <Group>
            <Button size="xs" variant="subtle" color="red" onClick={() => setResetting(true)}>
              {words.reset}
            </Button>
          </Group>
        )}
        <Text fw={600}>{words.placeholders}</Text>
        <Text size="sm" c="dimmed">
          {words.placeholdersIntro}
        </Text>
        <Group gap={6}>
          {Object.keys(placeholders).map((one) => (
            <Code key={one}>{`{{.${one}}}`}</Code>
          ))}
        </Group>
        {isResetting && (
          <Confirm
            title={words.resetTitle}
            text={words.resetText}
            submitText={words.reset}
            danger
            act={async () => {
              await change.mutateAsync({ method: 'DELETE', path })
              notifyDone(words.wasReset)
            }}
            close={() => setResetting(false)}
          />
        )}
      </Section>
      <MessagePreview name={name} values={values} above={inherited} />
    </div>
  )
}

function ownOf(values: MessageValues, above: MessageValues): MessageValues {
  const own = Object.entries(values).map(([part, text]) => [
    part,
    text === above[part as keyof MessageValues] ? '' : text,
  ])
  return Object.fromEntries(own) as MessageValues
}
