import { isSafeSvg, looksLikeSvg } from './svg.ts'

/** What a file is used as. */
export type FileFamily = 'image' | 'font'

/** What a file is by its own first bytes, whatever its sender says it is. */
export interface FileKind {
  readonly family: FileFamily
  readonly contentType: string
}

/** The first bytes of each kind of file in hex; `?` stands for any digit. */
const signatures: readonly (readonly [hex: string, FileFamily, contentType: string])[] = [
  ['89504e470d0a1a0a', 'image', 'image/png'],
  ['ffd8ff', 'image', 'image/jpeg'],
  ['474946383761', 'image', 'image/gif'],
  ['474946383961', 'image', 'image/gif'],
  ['52494646????????57454250', 'image', 'image/webp'],
  ['00000100', 'image', 'image/x-icon'],
  ['00010000', 'font', 'font/ttf'],
  ['74727565', 'font', 'font/ttf'],
  ['4f54544f', 'font', 'font/otf'],
  ['774f4646', 'font', 'font/woff'],
  ['774f4632', 'font', 'font/woff2'],
]

/** Recognizes pictures and fonts; undefined for everything else, also for an SVG that could run or load something. */
export function fileKind(bytes: Uint8Array): FileKind | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  for (const [signature, family, contentType] of signatures) {
    if ([...signature].every((digit, at) => digit === '?' || digit === start[at]))
      return { family, contentType }
  }
  if (!looksLikeSvg(bytes) || !isSafeSvg(bytes)) return undefined
  return { family: 'image', contentType: 'image/svg+xml' }
}
