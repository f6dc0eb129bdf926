import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { preparePage } from './preparePage.ts'

const page = { kind: 'page', status: 200, html: (nonce: string) => `<p nonce="${nonce}">` } as const

test('no nonce of 128 bits is used twice', () => {
  const bodies = Array.from({ length: 1000 }, () =>
    String(preparePage(page, { accepts: 'gzip', secure: true }).body),
  )
  expect(bodies.filter((body) => !/^<p nonce="[\w+/]{22}==">$/.test(body))).toEqual([])
  expect(new Set(bodies).size).toBe(1000)
})

test('only a page that allows it is compressed, for clients that accept it', () => {
  const compressible = { ...page, compressible: true, html: () => 'text '.repeat(3000) }
  const { headers, body } = preparePage(compressible, { accepts: 'gzip', secure: true })
  expect(headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' })
  expect(gunzipSync(body).toString()).toBe(compressible.html())
  const plain = preparePage(compressible, { accepts: undefined, secure: true })
  expect([plain.headers['vary'], plain.headers['content-encoding'], plain.body]).toEqual([
    'accept-encoding',
    undefined,
    compressible.html(),
  ])
})
