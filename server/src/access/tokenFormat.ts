/** A token in its parts: the ids by which its row is found, and its secret of 32 bytes, of which only a digest is stored. */
export type TokenParts<Id extends string> = { readonly [Name in Id]: string } & { readonly secret: Buffer }

/** How tokens of a kind are written; `parse` accepts exactly the texts that `format` returns. */
export interface TokenFormat<Id extends string> {
  format(token: TokenParts<Id>): string
  parse(text: string): TokenParts<Id> | undefined
}

const idPart = '([A-Za-z0-9]+|~[A-Za-z0-9.-]+)'
// 43 characters of six bits are two bits more than 32 bytes have: only the texts that leave them zero are ever made.
const secretPart = '([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])'

/** Tokens written as `<prefix>_<ids, in this order>_<43 base64url characters>`, each part after a `_`. */
export function tokenFormat<Id extends string>(prefix: string, ids: readonly Id[]): TokenFormat<Id> {
  const shape = new RegExp(`^${[prefix, ...ids.map(() => idPart), secretPart].join('_')}$`)
  return {
    format(token) {
      const { secret } = token
      return [prefix, ...ids.map((name) => encodeId(token[name])), secret.toString('base64url')].join('_')
    },
    parse(text) {
      const parts = shape.exec(text)
      if (parts === null) return undefined
      const secret = Buffer.from(parts[ids.length + 1] ?? '', 'base64url')
      const token: Record<string, string | Buffer> = { secret }
      for (const [at, name] of ids.entries()) {
        const id = decodeId(parts[at + 1] ?? '')
        if (id === undefined) return undefined
        token[name] = id
      }
      return token as TokenParts<Id>
    },
  }
}

/** Ids chosen by clients may hold any character; those are written as `~` and base64url with `.` for `_`. */
function encodeId(id: string): string {
  if (/^[A-Za-z0-9]+$/.test(id)) return id
  return `~${Buffer.from(id, 'utf8').toString('base64url').replaceAll('_', '.')}`
}

/** No id holds a NUL: PostgreSQL's text cannot. */
function decodeId(text: string): string | undefined {
  if (!text.startsWith('~')) return text === '' ? undefined : text
  const id = Buffer.from(text.slice(1).replaceAll('.', '_'), 'base64url').toString('utf8')
  return encodeId(id) === text && !id.includes('\0') ? id : undefined
}
