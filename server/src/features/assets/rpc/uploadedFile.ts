import type { Call } from '../../../access/call.ts'
import { DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { type FileFamily, fileKind } from '../fileKinds.ts'

const noFile = refuse(
  'asset.no_file',
  'invalid_argument',
  'send one file as the field "file" of multipart/form-data',
)
const tooLarge = refuse(
  'asset.too_large',
  'invalid_argument',
  'the file is larger than 512 kB; send a smaller one',
)
const wrongKind: Readonly<Record<FileFamily, Refusal>> = {
  image: refuse(
    'asset.no_picture',
    'invalid_argument',
    'this is no picture; send a PNG, JPEG, GIF, WebP or ICO file, or an SVG without scripts, links and outside addresses',
  ),
  font: refuse('asset.no_font', 'invalid_argument', 'this is no font; send a TTF, OTF, WOFF or WOFF2 file'),
}

const maxBytes = 512 * 1024

/** The most bytes an upload may have, with what multipart/form-data puts around the file. */
export const uploadLimit = maxBytes + 16 * 1024

/** The one file of an upload (RFC 7578); refuses what is not of this family, by its content. */
export async function uploadedFile(body: Uint8Array, call: Call, family: FileFamily): Promise<Uint8Array> {
  const contentType = call.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw new DomainError(noFile)
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch((cause: unknown) => {
      throw new DomainError(noFile, cause)
    })
  const [file, second] = form.getAll('file')
  if (!(file instanceof Blob) || second !== undefined) throw new DomainError(noFile)
  if (file.size > maxBytes) throw new DomainError(tooLarge)
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (fileKind(bytes)?.family !== family) throw new DomainError(wrongKind[family])
  return bytes
}
