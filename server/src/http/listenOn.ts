import { createServer, type Server } from 'node:net'

/** The server cannot listen on the address; the message names the reason and the setting. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** The address of all interfaces over IPv6 and IPv4. */
const everywhere = '::'
/** Errors of a machine without IPv6. */
const withoutIpv6: ReadonlySet<string> = new Set(['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'])

/** Listens; all interfaces (`::`) are those of IPv4 on a machine without IPv6. Throws `ListenError`. */
export async function listenOn(server: Server, host: string, port: number): Promise<void> {
  try {
    await listen(server, host, port)
  } catch (error) {
    const code = codeOf(error)
    if (host === everywhere && withoutIpv6.has(code)) return listenOn(server, '0.0.0.0', port)
    throw new ListenError(reasonOf(code, host, port) ?? (error as Error).message, { cause: error })
  }
}

/**
 * Throws `ListenError` if nothing can listen on the address now. The start checks this before it creates anything, as the
 * listener itself is only opened when requests can be served.
 */
export async function checkAddress(host: string, port: number): Promise<void> {
  const server = createServer()
  await listenOn(server, host, port)
  await new Promise((closed) => server.close(closed))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function reasonOf(code: string, host: string, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port} is in use, by another program or another Sallyport; end it, or set SALLYPORT_PORT to another port`
    case 'EACCES':
      return `this account may not listen on port ${port}; set SALLYPORT_PORT to a port from 1024 on, or give it CAP_NET_BIND_SERVICE`
    case 'EADDRNOTAVAIL':
    case 'EAFNOSUPPORT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `this machine has no address ${host}; set SALLYPORT_HOST to one that it has, or to 0.0.0.0 for all`
    default:
      return undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
