import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Call } from '../../access/call.ts'
import { type Endpoint, type EndpointReply, endpoint } from '../../contract/endpoint.ts'
import { type ContentEncoding, contentEncoding } from '../../kernel/contentEncoding.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import type { PageFiles } from './layout.ts'

const notFound = refuse('page_asset.not_found', 'not_found', 'there is no such file; reload the page')

interface Asset {
  readonly name: string
  readonly extension: string
  readonly hash: string
  readonly bytes: Uint8Array
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
}

/** Reads the sources of a file. Scripts stand in blocks of their own, so that small modules make one request. */
function asset(name: string, extension: 'css' | 'js', ...sources: readonly string[]): Asset {
  const texts = sources.map((source) =>
    readFileSync(new URL(`../assets/${source}.${extension}`, import.meta.url), 'utf8'),
  )
  const bytes = Buffer.from(
    extension === 'css' ? texts.join('') : texts.map((text) => `{\n${text}}\n`).join(''),
  )
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12)
  return { name, extension, hash, bytes }
}

const style = asset('pages', 'css', 'pages')
const scripts = {
  page: asset('page', 'js', 'reveal', 'rules', 'once', 'resend', 'copy', 'print', 'menu'),
  passkey: asset('passkey', 'js', 'passkey'),
}
const all = [style, ...Object.values(scripts)]

const pathOf = ({ name, hash, extension }: Asset) => `/ui/assets/${name}.${hash}.${extension}`

/** The addresses of the files of this version; each changes with the contents. */
export const pageFiles: PageFiles = {
  style: pathOf(style),
  scripts: { page: pathOf(scripts.page), passkey: pathOf(scripts.passkey) },
}

/** Serves the files of the pages to anyone, compressed, to be kept by browsers for ever. */
export const assetsEndpoint: Endpoint<Call> = endpoint({
  methods: ['GET'],
  path: '/ui/assets/:file',
  credential: 'anyone',
  cors: 'none',
  body: 'none',
  refusals: 'text',
  async handle({ parameters: { file } }, call: Call) {
    const [, name, hash, extension] = /^(\w+)\.([\w-]+)\.(\w+)$/.exec(file) ?? []
    const found = all.find((one) => one.name === name && one.extension === extension)
    if (found === undefined) throw new DomainError(notFound)
    // While a new version starts beside the old one, a page of one may ask the other for its files.
    return assetReply(found, found.hash === hash ? 'public, max-age=31536000, immutable' : 'no-cache', call)
  },
})

async function assetReply(
  found: Asset,
  caching: string,
  { headers }: Call,
): Promise<EndpointReply<'anyone'>> {
  const encoding = contentEncoding(headers.get('accept-encoding'))
  const etag = `"${found.hash}${encoding ? `-${encoding}` : ''}"`
  const common = {
    etag,
    'cache-control': caching,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  }
  if (headers.get('if-none-match') === etag) return { status: 304, headers: common }
  return {
    status: 200,
    headers: {
      ...common,
      'content-type': types[found.extension] ?? 'application/octet-stream',
      ...(encoding && { 'content-encoding': encoding }),
    },
    body: encoding === undefined ? found.bytes : await compressed(found, encoding),
  }
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const
const kept = new LRUCache<string, Promise<Uint8Array>>({ max: 50 })

/** Compresses a file with its first request and keeps the result. */
function compressed(found: Asset, encoding: ContentEncoding): Promise<Uint8Array> {
  const key = `${pathOf(found)} ${encoding}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const made: Promise<Uint8Array> = compress[encoding](found.bytes)
  kept.set(key, made)
  made.catch(() => kept.delete(key))
  return made
}
