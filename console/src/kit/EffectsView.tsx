import { Button, List, Stack, Text } from '@mantine/core'
import { labelled, written } from '../language/language.ts'
import { type Effects, peopleCsv } from './effects.ts'
import { saveFile } from './saveFile.ts'
import { effectTexts, kitTexts } from './texts.ts'

/** Says what a dry run found, with the people who would lose their last factor. */
export function EffectsView({ effects }: { readonly effects: Effects }) {
  const { people } = effects
  const counts = Object.entries(effects.counts).filter(([, count]) => count > 0)
  if (counts.length === 0) return <Text>{kitTexts.confirm.noEffects}</Text>
  return (
    <Stack gap="xs">
      <List>
        {counts.map(([name, count]) => (
          <List.Item key={name}>{effectText(name, count)}</List.Item>
        ))}
      </List>
      {people.length > 0 && (
        <>
          <List
            listStyleType="none"
            mah={200}
            style={{ overflowY: 'auto' }}
            tabIndex={0}
            aria-label={kitTexts.confirm.people}
          >
            {people.map(({ userId, displayName, loginName }) => (
              <List.Item key={userId}>
                <bdi>{displayName}</bdi> (<bdi>{loginName}</bdi>)
              </List.Item>
            ))}
          </List>
          <Button
            variant="default"
            size="xs"
            onClick={() => saveFile('people.csv', peopleCsv(people), 'text/csv')}
          >
            {kitTexts.confirm.export}
          </Button>
        </>
      )}
    </Stack>
  )
}

function effectText(name: string, count: number): string {
  const text = effectTexts[name]
  if (text) return text(count)
  return labelled(
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    written(count),
  )
}
