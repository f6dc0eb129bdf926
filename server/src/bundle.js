import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Returns the SHA-256 of the names and contents of files below a folder, in hexadecimal; throws if one is missing. */
export function digestOf(root, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(new URL(file, root)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Returns the URL of the bundle below a checkout (`npm run build`); undefined if there is none, or if a file of it has changed since. */
export function freshBundle(root) {
  const folder = new URL('server/dist/', root)
  try {
    const { files, digest } = JSON.parse(readFileSync(new URL('stamp.json', folder), 'utf8'))
    return digestOf(root, files) === digest ? new URL('commandLine.js', folder).href : undefined
  } catch {
    return undefined
  }
}
