import { Skeleton, Table, Text } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { written } from '../../language/language.ts'
import type { Overview } from './overview.ts'
import { texts } from './texts.ts'

// The library of charts is loaded after the figures.
const DayCharts = lazy(async () => ({ default: (await import('./DayCharts.tsx')).DayCharts }))

const { charts: words } = texts
const names = Object.keys(words.series) as (keyof typeof words.series)[]

/** Logins, failures, locks and factors over the last days, as charts and as a table. */
export function Days({ overview: { days, countedSince } }: { readonly overview: Overview }) {
  const isIncomplete = countedSince.slice(0, 10) > (days[0]?.date ?? '')
  return (
    <>
      {(['logins', 'factors'] as const).map((shown) => (
        <Section key={shown} title={words[shown]} {...(shown === 'logins' && { intro: words.intro })}>
          <Suspense fallback={<Skeleton height={200} aria-label={kitTexts.loading} />}>
            <DayCharts days={days} shown={shown} />
          </Suspense>
          {shown === 'factors' && (
            <>
              {isIncomplete && (
                <Text size="sm">
                  {words.incomplete}
                  {countedSince.slice(0, 10)}.
                </Text>
              )}
              <details>
                <summary>{words.table}</summary>
                <DayTable days={days} />
              </details>
            </>
          )}
        </Section>
      ))}
    </>
  )
}

function DayTable({ days }: Pick<Overview, 'days'>) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table aria-label={words.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.date}</Table.Th>
            {names.map((name) => (
              <Table.Th key={name}>{words.series[name]}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.toReversed().map((day) => (
            <Table.Tr key={day.date}>
              <Table.Td>{day.date}</Table.Td>
              {names.map((name) => (
                <Table.Td key={name}>{written(day[name])}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
