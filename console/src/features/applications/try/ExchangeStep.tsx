import { Code, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Section } from '../../../kit/Section.tsx'
import type { Exchange } from './trial.ts'
import { tryTexts as texts } from './tryTexts.ts'

/** A step of the sign-in: what was sent, what came back, and what it means. */
export function ExchangeStep({
  step,
  request,
  exchange,
  children,
}: {
  readonly step: keyof typeof texts.steps
  readonly request?: string
  readonly exchange?: Exchange
  readonly children?: ReactNode
}) {
  const { title, text } = texts.steps[step]
  const sent = request ?? exchange?.request
  return (
    <Section title={title} intro={text}>
      {sent && (
        <details open={exchange === undefined}>
          <summary>{texts.request}</summary>
          <Code block className="code wrapped">
            {sent}
          </Code>
        </details>
      )}
      {exchange && (
        <details open={exchange.status >= 400}>
          <summary>{texts.response(exchange.status)}</summary>
          <Code block className="code wrapped">
            {typeof exchange.body === 'string' ? exchange.body : JSON.stringify(exchange.body, undefined, 2)}
          </Code>
        </details>
      )}
      {exchange && exchange.status >= 400 && <Failure body={exchange.body} />}
      {children}
    </Section>
  )
}

function Failure({ body }: { readonly body: unknown }) {
  const { error_description: words } = (typeof body === 'object' && body !== null ? body : {}) as {
    readonly error_description?: string
  }
  return words ? (
    <Text role="alert" c="var(--warn)">
      {words}
    </Text>
  ) : null
}
