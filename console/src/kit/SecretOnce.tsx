import { Alert, Button, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyField } from './CopyField.tsx'
import { saveFile } from './saveFile.ts'
import { kitTexts } from './texts.ts'

/** Shows a secret that cannot be read again. It is kept by nothing but the caller's state. */
export function SecretOnce({
  title,
  label,
  secret,
  file,
  children,
  close,
}: {
  readonly title: string
  readonly label: string
  readonly secret: string
  /** The name of a file in which it may be kept. */
  readonly file?: string
  readonly children?: ReactNode
  close(): void
}) {
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
    >
      <Stack gap="sm">
        <Alert color="red" variant="light">
          <Text size="sm" c="var(--ink)">
            {kitTexts.secret.once}
          </Text>
        </Alert>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyField value={secret} label={label} />
        {file && (
          <Button variant="default" onClick={() => saveFile(file, secret, 'application/json')}>
            {kitTexts.secret.download(file)}
          </Button>
        )}
        {children}
        <Button onClick={close}>{kitTexts.secret.done}</Button>
      </Stack>
    </Modal>
  )
}
