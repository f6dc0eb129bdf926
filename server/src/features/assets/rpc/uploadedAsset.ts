import type { Call } from '../../../access/call.ts'
import { uploadedFile } from '../../../contract/uploadedFile.ts'
import { DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import { type FileFamily, fileKind } from '../fileKinds.ts'

const wrongKind: Readonly<Record<FileFamily, Refusal>> = {
  image: refuse(
    'asset.no_picture',
    'invalid_argument',
    'this is no picture; send a PNG, JPEG, GIF, WebP or ICO file, or an SVG without scripts, links and outside addresses',
  ),
  font: refuse('asset.no_font', 'invalid_argument', 'this is no font; send a TTF, OTF, WOFF or WOFF2 file'),
}

/** Reads the one file of an upload; refuses a file whose content is not of the family. */
export async function uploadedAsset(body: Uint8Array, call: Call, family: FileFamily): Promise<Uint8Array> {
  const bytes = await uploadedFile(body, call.headers)
  if ((await fileKind(bytes))?.family !== family) throw new DomainError(wrongKind[family])
  return bytes
}
