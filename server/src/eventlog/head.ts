/** A proof of the whole log up to a seal, to be kept outside of the database. It contains no personal data. */
export interface Head {
  /** Of the seal. */
  readonly number: number
  /** The MAC of the seal, in hexadecimal. */
  readonly mac: string
}

/** The text is not a head; the message says so. */
export class HeadError extends Error {
  override readonly name = 'HeadError'
}

const form = /^sph1\.([1-9]\d{0,14})\.([\w-]{43})$/

/** Renders a head as one word without special characters: format, number of the seal, MAC (base64url). */
export function renderHead({ number, mac }: Head): string {
  return `sph1.${number}.${Buffer.from(mac, 'hex').toString('base64url')}`
}

/** Parses the text of `renderHead`; throws a `HeadError` if it is none. */
export function parseHead(text: string): Head {
  const parts = form.exec(text.trim())
  if (parts === null)
    throw new HeadError('this is not a head of the log; give the text that log head printed')
  return { number: Number(parts[1]), mac: Buffer.from(parts[2] ?? '', 'base64url').toString('hex') }
}
