import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { outboundAllow } from '../../../config/outboundAllow.ts'
import { openOutbound } from '../../../outbound/outbound.ts'
import type { OutgoingMessage } from './outgoing.ts'
import { sendOnce, smtpPools } from './smtp.ts'

const outbound = openOutbound(outboundAllow(['loopback']))
const sockets = new Set<Socket>()
let server: Server
afterEach(() => void server.close())

/** Starts a mail server that greets and then begins a reply that never ends; returns the settings for it. */
async function endless() {
  server = createServer((socket) => {
    sockets.add(socket.once('close', () => sockets.delete(socket)))
    socket.on('error', () => undefined).write('220 mail.example ESMTP\r\n')
    socket.once('data', () => {
      const timer = setInterval(() => socket.write('250-mail.example\r\n'), 10)
      socket.once('close', () => clearInterval(timer))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, tls: false, user: '', senderAddress: 'a@id.example', senderName: '', replyToAddress: '' }
}

const texts = {
  title: '',
  preHeader: '',
  subject: 's',
  greeting: '',
  text: '',
  buttonText: '',
  footerText: '',
}
const mail: OutgoingMessage = {
  ...{ channel: 'email', recipient: 'ann@id.example', eventType: '', messageId: 'm1', args: {} },
  message: { ...texts, language: 'en', url: '' },
}
const greeting = { helo: 'id.example', password: undefined }
const failed = { name: 'DeliveryError' }

test('a mail server whose reply never ends gets one mail, for a limited time', async () => {
  await expect(sendOnce(outbound, await endless(), greeting, mail, 100)).rejects.toMatchObject(failed)
  await expect.poll(() => sockets.size).toBe(0)
})

test('a pool closes such a connection and sends the next mail over a new one', async () => {
  const settings = await endless()
  const provider = {
    ...{ instanceId: 'i1', id: 'p1', description: '', version: '1', secret: undefined },
    settings: { kind: 'smtp' as const, ...settings },
  }
  const pools = smtpPools(outbound, greeting.helo, 100)
  for (const _ of [1, 2]) {
    const started = performance.now()
    await expect(pools.send(provider, settings, mail)).rejects.toMatchObject(failed)
    expect(performance.now() - started).toBeGreaterThan(90)
    await expect.poll(() => sockets.size).toBe(0)
  }
})
