import { TextInput } from '@mantine/core'
import { kitTexts } from './texts.ts'
import type { Reason } from './useReason.ts'

/** The longest reason that the server takes. */
const longest = 500

/** Asks why something is done, for the log; it may stay empty. */
export function ReasonField({ reason: { text, set } }: { readonly reason: Reason }) {
  return (
    <TextInput
      label={kitTexts.reason.label}
      description={kitTexts.reason.hint}
      maxLength={longest}
      autoComplete="off"
      value={text}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}
