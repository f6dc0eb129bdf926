import { TagsInput, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { colon } from '../../language/language.ts'

/** A list of addresses, one a line of tags; says what is wrong with each while it is typed. */
export function UriList({
  label,
  description,
  value,
  onChange,
  problemOf,
  adviceOf = () => undefined,
  error,
  disabled = false,
}: {
  readonly label: string
  readonly description: string
  readonly value: readonly string[]
  onChange(value: string[]): void
  problemOf(uri: string): string | undefined
  adviceOf?(uri: string): string | undefined
  /** What is wrong with the list as a whole. */
  readonly error?: ReactNode
  readonly disabled?: boolean
}) {
  const said = (text: (uri: string) => string | undefined) =>
    value.flatMap((uri) => {
      const words = text(uri)
      return words === undefined ? [] : [{ uri, words }]
    })
  const problems = said(problemOf)
  return (
    <div>
      <TagsInput
        label={label}
        description={description}
        value={[...value]}
        onChange={(next) => onChange(next.map((uri) => uri.trim()).filter(Boolean))}
        splitChars={[',', ' ', '\n']}
        acceptValueOnBlur
        disabled={disabled}
        error={
          problems.length > 0
            ? problems.map(({ uri, words }) => (
                <span key={uri} style={{ display: 'block' }}>
                  <bdi>{uri}</bdi>
                  {colon}
                  {words}
                </span>
              ))
            : error
        }
      />
      {said(adviceOf).map(({ uri, words }) => (
        <Text key={uri} size="xs" c="var(--warn)" mt={4}>
          <bdi>{uri}</bdi>
          {colon}
          {words}
        </Text>
      ))}
    </div>
  )
}
