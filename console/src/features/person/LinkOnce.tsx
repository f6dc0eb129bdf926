import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { QrCode } from './QrCode.tsx'
import { texts } from './texts.ts'

/** Shows a link that somebody else is to open, once: as text, and as a code for a telephone. */
export function LinkOnce({
  title,
  link,
  close,
}: {
  readonly title: string
  readonly link: string
  close(): void
}) {
  return (
    <SecretOnce title={title} label={texts.links.link} secret={link} close={close}>
      <QrCode text={link} title={texts.links.qr} />
    </SecretOnce>
  )
}
