import { Group, Kbd, Modal, Table, Text } from '@mantine/core'
import { texts } from './texts.ts'
import { useNavigation } from './useNavigation.ts'

/** Lists the keys that work here. */
export function ShortcutsHelp({ close }: { close(): void }) {
  const jumps = useNavigation().flatMap(({ jump, text }) => (jump ? [{ keys: ['g', jump], text }] : []))
  const rows = [
    { keys: ['Ctrl K'], text: texts.keys.palette },
    { keys: ['/'], text: texts.keys.filter },
    { keys: ['?'], text: texts.keys.help },
    { keys: ['Esc'], text: texts.keys.close },
    ...jumps,
  ]
  return (
    <Modal opened onClose={close} title={texts.keyboard}>
      <Table>
        <Table.Tbody>
          {rows.map(({ keys, text }) => (
            <Table.Tr key={text}>
              <Table.Td>{text}</Table.Td>
              <Table.Td>
                <Group gap={6} justify="flex-end">
                  {keys.map((key, at) => (
                    <Group gap={6} key={key}>
                      {at > 0 && (
                        <Text size="xs" c="dimmed">
                          {texts.followedBy}
                        </Text>
                      )}
                      <Kbd>{key}</Kbd>
                    </Group>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  )
}
