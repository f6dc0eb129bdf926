import { get } from 'node:http'

/** What a page costs over the wire, with all that it loads. */
export interface PageWeight {
  readonly requests: number
  /** Of all bodies as they are sent, and of the page alone. */
  readonly bytes: number
  readonly page: number
}

/** Loads a page and the files that it names, as a browser with an empty cache does. */
export async function weighPage(port: number, path: string): Promise<PageWeight> {
  const page = await load(port, path)
  const named = [...page.text.matchAll(/<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"/g)]
  const files = [...new Set(named.map(([, address = '']) => address))].filter((file) => file.startsWith('/'))
  const loaded = await Promise.all(files.map((file) => load(port, file)))
  const bytes = loaded.reduce((sum, one) => sum + one.bytes, page.bytes)
  return { requests: 1 + files.length, bytes, page: page.bytes }
}

interface Loaded {
  readonly bytes: number
  readonly text: string
}

async function load(port: number, path: string): Promise<Loaded> {
  const bytes = await bytesOf(port, path, 'br, gzip')
  return { bytes: bytes.length, text: (await bytesOf(port, path, 'identity')).toString() }
}

function bytesOf(port: number, path: string, encoding: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    get({ host: 'localhost', port, path, headers: { 'accept-encoding': encoding } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks))
        else reject(new Error(`${path}: ${response.statusCode}`))
      })
    }).on('error', reject)
  })
}
