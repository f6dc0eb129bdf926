import { BarChart } from '@mantine/charts'
import '@mantine/charts/styles.css'
import type { Day } from './overview.ts'
import { texts } from './texts.ts'

const { series: names } = texts.charts

/** The figures of days as bars. The same figures stand in a table below, so that the picture is left out for assistive technology. */
export function DayCharts({
  days,
  shown,
}: {
  readonly days: readonly Day[]
  readonly shown: 'logins' | 'factors'
}) {
  const data = days.map((day) => ({ ...day }))
  return (
    <div aria-hidden="true">
      <BarChart
        h={200}
        data={data}
        dataKey="date"
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        series={series[shown].map(([name, color]) => ({ name, color, label: names[name] }))}
        xAxisProps={{ tickFormatter: (date: string) => date.slice(5), minTickGap: 24 }}
        yAxisProps={{ allowDecimals: false, width: 40 }}
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  )
}

const series = {
  logins: [
    ['logins', 'var(--primary)'],
    ['failedChecks', 'var(--warn)'],
  ],
  factors: [
    ['factorsAdded', 'var(--good)'],
    ['factorsRemoved', 'var(--quiet)'],
    ['locks', 'var(--warn)'],
  ],
} as const
