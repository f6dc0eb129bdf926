import { Modal, NativeSelect, Text } from '@mantine/core'
import { useRestChange } from '../../api/useRead.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'

const path = '/v2/web_keys'

/** Creates the next key. */
export function AddWebKey({ close }: { close(): void }) {
  const change = useRestChange()
  const edit = useEditForm({
    initial: { kind: String(texts.keys.kinds[0].value) },
    guard: false,
    asksReason: true,
    async save(_, { kind }) {
      await change.mutateAsync({ method: 'POST', path, body: bodyOf(kind) })
      notifyDone(texts.keys.added)
      close()
    },
  })
  return (
    <Modal opened onClose={close} title={texts.keys.add}>
      <FormCard edit={edit} submitText={texts.keys.add} cancel={close} saveUnchanged>
        <NativeSelect
          data-autofocus
          label={texts.keys.kind}
          data={[...texts.keys.kinds]}
          {...edit.form.getInputProps('kind')}
        />
        <Text size="sm" c="dimmed">
          {texts.keys.addText}
        </Text>
      </FormCard>
    </Modal>
  )
}

/** Kinds are written as `rsa-BITS-HASH`, `ecdsa-CURVE` or `ed25519`. */
function bodyOf(kind: string): unknown {
  const [family, size, hash] = kind.split('-')
  if (family === 'rsa') return { rsa: { bits: `RSA_BITS_${size}`, hasher: `RSA_HASHER_SHA${hash}` } }
  return family === 'ecdsa' ? { ecdsa: { curve: `ECDSA_CURVE_${size}` } } : { ed25519: {} }
}
