import type { lookup } from 'node:dns'
import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { outboundAllow } from '../config/outboundAllow.ts'
import { openOutbound } from './outbound.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections()
})

/** Starts a server; returns its port. */
async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  servers.push(server)
  return listen(server)
}

async function listen(server: TcpServer): Promise<number> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return (server.address() as AddressInfo).port
}

/** Returns a look-up in which every name has these addresses. */
const dns = (...addresses: string[]) =>
  ((_: string, __: object, done: (error: null, found: object[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )) as unknown as typeof lookup

const closed = openOutbound(outboundAllow([]))
const open = openOutbound(outboundAllow(['loopback']))
const refused = { name: 'AddressNotAllowed', message: expect.stringContaining('SALLYPORT_OUTBOUND_ALLOW') }

describe('addresses that are not public are refused', () => {
  test.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://localhost:1/',
    'http://169.254.169.254/latest/meta-data',
  ])('%s', async (url) => {
    await expect(closed.request(url)).rejects.toMatchObject(refused)
    await expect(closed.connect(new URL(url).hostname.replace(/[[\]]/g, ''), 1, 1000)).rejects.toMatchObject(
      refused,
    )
  })

  test('a host may be allowed whatever its address', async () => {
    const port = await serve((_, response) => response.end('ok'))
    const relay = openOutbound(outboundAllow(['relay.internal']), dns('127.0.0.1'))
    expect((await relay.request(`http://relay.internal:${port}/`)).body.toString()).toBe('ok')
    await expect(relay.request(`http://other.internal:${port}/`)).rejects.toThrow(
      'other.internal has no public address; add it to SALLYPORT_OUTBOUND_ALLOW',
    )
  })

  test('of several addresses only the public ones are tried, and a name is looked up once', async () => {
    let lookups = 0
    const rebinding = ((host: string, options: object, done: never) => {
      lookups += 1
      const address = lookups === 1 ? '127.0.0.1' : '127.0.0.2'
      dns(address)(host, { ...options, all: true }, done)
    }) as unknown as typeof lookup
    const port = await serve((_, response) => response.end('ok'))
    const only = openOutbound(outboundAllow(['127.0.0.1']), rebinding)
    expect((await only.request(`http://id.example:${port}/`)).status).toBe(200)
    expect(lookups).toBe(1)
    await expect(only.request(`http://id.example:${port}/`)).rejects.toMatchObject(refused)
    const mixed = openOutbound(outboundAllow(['127.0.0.1']), dns('10.0.0.1', '127.0.0.1'))
    expect((await mixed.request(`http://id.example:${port}/`)).status).toBe(200)
  })

  test('a redirect to one is refused', async () => {
    const port = await serve((_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end())
    await expect(open.request(`http://127.0.0.1:${port}/`, { redirects: 1 })).rejects.toMatchObject(refused)
  })
})

describe('limits', () => {
  test('size', async () => {
    const port = await serve((_, response) => response.end('x'.repeat(100)))
    const url = `http://127.0.0.1:${port}/`
    expect((await open.request(url, { maxBytes: 100 })).body.length).toBe(100)
    await expect(open.request(url, { maxBytes: 99 })).rejects.toMatchObject({ code: 'ERESPONSE' })
    expect((await open.request(url, { maxBytes: 0 })).body.length).toBe(0)
  })

  test('time, also of a body that never ends', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('x')
    })
    for (const path of ['head', 'body']) {
      const pending = open.request(`http://127.0.0.1:${port}/${path}`, { timeout: 50 })
      await expect(pending).rejects.toMatchObject({ name: 'TimeoutError' })
    }
  })

  test('other protocols, also if the response switches to one', async () => {
    const server = createTcpServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', () => {
          socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n')
        })
    })
    const switched = open.request(`http://127.0.0.1:${await listen(server)}/`, { timeout: 10_000 })
    await expect(switched).rejects.toMatchObject({ code: 'ERESPONSE' })
    server.close()
    for (const url of ['file:///etc/passwd', 'ftp://8.8.8.8/', 'data:,x']) {
      await expect(open.request(url)).rejects.toMatchObject({ code: 'ERESPONSE' })
    }
  })
})

describe('redirects', () => {
  test('are not followed unless requested, never after a POST, and only so many', async () => {
    let count = 0
    const port = await serve((_, response) => {
      count += 1
      response.writeHead(302, { location: '/again' }).end()
    })
    const url = `http://127.0.0.1:${port}/`
    expect((await open.request(url)).status).toBe(302)
    expect((await open.request(url, { method: 'POST', redirects: 3 })).status).toBe(302)
    expect(count).toBe(2)
    await expect(open.request(url, { redirects: 2 })).rejects.toMatchObject({ code: 'ERESPONSE' })
    expect(count).toBe(5)
  })

  test('carry no credentials to another origin', async () => {
    const seen: unknown[] = []
    const port = await serve((request, response) => {
      const { authorization, 'x-api-key': key, accept } = request.headers
      seen.push([authorization, key, accept])
      const [, next] = /\?next=(.*)/.exec(request.url ?? '') ?? []
      if (next === undefined) response.end('done')
      else response.writeHead(307, { location: decodeURIComponent(next) }).end()
    })
    const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret', accept: 'text/plain' }
    const request = (next: string) =>
      open.request(`http://127.0.0.1:${port}/?next=${encodeURIComponent(next)}`, { headers, redirects: 1 })
    await request('/same')
    await request(`http://localhost:${port}/`)
    const all = ['Bearer secret', 'secret', 'text/plain']
    expect(seen).toEqual([all, all, all, [undefined, undefined, 'text/plain']])
  })
})

test('a TCP connection reports why it failed', async () => {
  const port = await serve(() => undefined)
  const socket = await open.connect('localhost', port, 1000)
  expect(socket.remotePort).toBe(port)
  socket.destroy()
  await expect(open.connect('127.0.0.1', 1, 1000)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})
