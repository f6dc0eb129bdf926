/** The use of a file. */
export type FileFamily = 'image' | 'font'

/** The kind of a file by its first bytes; the type that the client names does not matter. */
export interface FileKind {
  readonly family: FileFamily
  readonly contentType: string
}

/** The first bytes of each kind of file in hex; `?` matches any digit. */
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

/** Recognizes pictures and fonts; undefined for all else, including an SVG that could run or load something. */
export async function fileKind(bytes: Uint8Array): Promise<FileKind | undefined> {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('hex')
  for (const [signature, family, contentType] of signatures) {
    if ([...signature].every((digit, at) => digit === '?' || digit === start[at]))
      return { family, contentType }
  }
  // Loaded with the first such file: the reader of style sheets takes 7 MB.
  const { isSafeSvg, looksLikeSvg } = await import('./svg.ts')
  if (!looksLikeSvg(bytes) || !(await isSafeSvg(bytes))) return undefined
  return { family: 'image', contentType: 'image/svg+xml' }
}
