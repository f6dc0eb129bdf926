import { Text } from '@mantine/core'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { texts } from './texts.ts'

/** Shows a new signing key once. */
export function SigningKey({ signingKey, close }: { readonly signingKey: string; close(): void }) {
  return (
    <SecretOnce title={texts.keyTitle} label={texts.key} secret={signingKey} close={close}>
      <Text size="sm">{texts.keyText}</Text>
    </SecretOnce>
  )
}
