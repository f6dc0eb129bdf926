import { SimpleGrid, Text } from '@mantine/core'
import { written } from '../../language/language.ts'
import { type Overview, share } from './overview.ts'
import { texts } from './texts.ts'

/** The state at a glance. */
export function Figures({ overview: { people, days } }: { readonly overview: Overview }) {
  const { figures: words } = texts
  const sum = (name: 'logins' | 'failedChecks' | 'locks') => days.reduce((total, day) => total + day[name], 0)
  const figures = [
    [words.people, written(people.people)],
    [words.withSecondFactor, share(people.withSecondFactor, people.people)],
    [words.withPhishingResistant, share(people.withPhishingResistant, people.people)],
    [words.logins, written(sum('logins'))],
    [words.failedChecks, written(sum('failedChecks'))],
    [words.locks, written(sum('locks'))],
  ] as const
  return (
    <SimpleGrid cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" mb="md">
      {figures.map(([name, value]) => (
        <dl className="card figure" key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" fz={26} fw={650} lh={1.2}>
            {value}
          </Text>
        </dl>
      ))}
    </SimpleGrid>
  )
}
