import { once } from 'node:events'
import { type AddressInfo, createServer, Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { checkAddress, ListenError, listenOn } from './listenOn.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server on a machine whose kernel has no IPv6. */
class ServerWithoutIpv6 extends Server {
  override listen(...options: readonly unknown[]): this {
    if (options[1] !== '::') return super.listen(...(options as [number, string, () => void]))
    const error = Object.assign(new Error('address family not supported'), { code: 'EAFNOSUPPORT' })
    process.nextTick(() => this.emit('error', error))
    return this
  }
}

it('listens on all interfaces of IPv4 on a machine without IPv6', async () => {
  const server = new ServerWithoutIpv6()
  servers.push(server)
  await listenOn(server, '::', 0)
  expect(server.address()).toMatchObject({ address: '0.0.0.0' })
})

it('refuses a port that is taken before anything else starts, and leaves a free one free', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  servers.push(taken)
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await expect(checkAddress('127.0.0.1', port)).rejects.toThrow(ListenError)
  await expect(checkAddress('127.0.0.1', port)).rejects.toThrow(
    `port ${port} is in use, by another program or another Sallyport; end it, or set SALLYPORT_PORT to another port`,
  )
  taken.close()
  await once(taken, 'close')
  await checkAddress('127.0.0.1', port)
  await checkAddress('127.0.0.1', port)
})

it.each(['192.0.2.1', 'nowhere.invalid'])(
  'names the setting of an address that is not here: %s',
  async (host) => {
    await expect(checkAddress(host, 0)).rejects.toThrow(
      `this machine has no address ${host}; set SALLYPORT_HOST to one that it has`,
    )
  },
)
