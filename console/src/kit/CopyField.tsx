import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core'
import IconCheck from '@tabler/icons-react/icons/IconCheck'
import IconCopy from '@tabler/icons-react/icons/IconCopy'
import { labelled } from '../language/language.ts'
import { kitTexts } from './texts.ts'

/** A value to be copied, such as an id. */
export function CopyField({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <Group gap={4} wrap="nowrap" component="span" style={{ display: 'inline-flex' }} miw={0}>
      <Code style={{ overflowWrap: 'anywhere' }}>{value}</Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? kitTexts.copied : kitTexts.copy}>
            <ActionIcon
              variant="subtle"
              size="sm"
              c="var(--ink)"
              onClick={copy}
              aria-label={labelled(kitTexts.copy, label)}
            >
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  )
}
