import { expect, test } from 'vitest'
import { internetProbe, proofLocation } from './domainProbe.ts'
import { fetchPublicText, isPublic } from './fetchPublicText.ts'

const never = () => Promise.reject(new Error('not asked'))

test('finds the token in the text file or among the TXT records', async () => {
  const probe = internetProbe(
    async (url) => (url === 'https://acme.com/.well-known/zitadel-challenge/t1.txt' ? 't1\n' : ''),
    async (name) => (name === '_zitadel-challenge.acme.com' ? [['v=spf1'], ['t', '1']] : []),
  )
  expect(await probe('http', 'acme.com', 't1')).toBe(true)
  expect(await probe('http', 'other.com', 't1')).toBe(false)
  expect(await probe('dns', 'acme.com', 't1')).toBe(true)
  expect(await probe('dns', 'acme.com', 't2')).toBe(false)
})

test('a domain that cannot be reached has not published the token', async () => {
  expect(await internetProbe(never, never)('dns', 'acme.com', 't')).toBe(false)
  expect(await internetProbe(never, never)('http', 'acme.com', 't')).toBe(false)
})

test('never asks a private network', async () => {
  const address = (text: string) => isPublic({ address: text, family: text.includes(':') ? 6 : 4 })
  for (const text of [
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '0.0.0.0',
    '224.0.0.1',
  ])
    expect(address(text)).toBe(false)
  for (const text of ['::1', '::', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1', 'ff02::1'])
    expect(address(text)).toBe(false)
  for (const text of ['8.8.8.8', '2606:4700::1111']) expect(address(text)).toBe(true)
  await expect(fetchPublicText(proofLocation('http', 'localhost', 't'))).rejects.toThrow('no public address')
})
