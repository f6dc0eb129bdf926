import { Button, CopyButton } from '@mantine/core'
import { kitTexts } from '../../kit/texts.ts'

/** A button that copies a text of several lines. */
export function CopyCode({ code, label }: { readonly code: string; readonly label: string }) {
  return (
    <CopyButton value={code}>
      {({ copied, copy }) => (
        <Button size="xs" variant="default" onClick={copy}>
          {copied ? kitTexts.copied : label}
        </Button>
      )}
    </CopyButton>
  )
}
