import { expect, test } from 'vitest'
import { outboundAllow } from '../../../config/outboundAllow.ts'
import { openOutbound } from '../../../outbound/outbound.ts'
import { internetProbe } from './domainProbe.ts'

const never = () => Promise.reject(new Error('unreachable'))

test('finds the token in the text file or among the TXT records', async () => {
  const probe = internetProbe(
    {
      request: async (url) => ({
        status: url === 'https://acme.com/.well-known/zitadel-challenge/t1.txt' ? 200 : 404,
        headers: {},
        body: Buffer.from('t1\n'),
      }),
    },
    async (name) => (name === '_zitadel-challenge.acme.com' ? [['v=spf1'], ['t', '1']] : []),
  )
  expect(await probe('http', 'acme.com', 't1')).toBe(true)
  expect(await probe('http', 'other.com', 't1')).toBe(false)
  expect(await probe('dns', 'acme.com', 't1')).toBe(true)
  expect(await probe('dns', 'acme.com', 't2')).toBe(false)
})

test('a domain that cannot be reached, or only at a private address, has not published the token', async () => {
  expect(await internetProbe({ request: never }, never)('dns', 'acme.com', 't')).toBe(false)
  expect(await internetProbe({ request: never }, never)('http', 'acme.com', 't')).toBe(false)
  expect(await internetProbe(openOutbound(outboundAllow([])), never)('http', 'localhost', 't')).toBe(false)
})
