import { DomainError, refuse } from '../kernel/refusal.ts'
import type { RequestHeaders } from './dispatch.ts'

const noFile = refuse(
  'upload.no_file',
  'invalid_argument',
  'send one file as the field "file" of multipart/form-data',
)
const tooLarge = refuse(
  'upload.too_large',
  'invalid_argument',
  'the file is larger than 512 kB; send a smaller one',
)

const maxBytes = 512 * 1024

/** The largest body of an upload in bytes: the file and the parts of multipart/form-data around it. */
export const uploadLimit = maxBytes + 16 * 1024

/** Reads the one file of an upload (RFC 7578), at most 512 kB. The media type that the client names is not trusted. */
export async function uploadedFile(body: Uint8Array, headers: RequestHeaders): Promise<Uint8Array> {
  const contentType = headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\s*;/i.test(contentType)) throw new DomainError(noFile)
  const form = await new Response(Uint8Array.from(body), { headers: { 'content-type': contentType } })
    .formData()
    .catch((cause: unknown) => {
      throw new DomainError(noFile, cause)
    })
  const [file, second] = form.getAll('file')
  if (!(file instanceof Blob) || second !== undefined) throw new DomainError(noFile)
  if (file.size > maxBytes) throw new DomainError(tooLarge)
  return new Uint8Array(await file.arrayBuffer())
}
