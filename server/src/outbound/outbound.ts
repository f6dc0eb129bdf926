import { lookup } from 'node:dns'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { OutboundAllow } from '../config/outboundAllow.ts'
import { isPublicAddress } from './publicAddress.ts'

/** A request to an address that the operator did not choose. */
export interface OutboundRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  /** Milliseconds for the whole exchange, redirects included; 10,000 unless given. */
  readonly timeout?: number
  /** Bytes of the response body; larger ones are refused. 0 reads none. 64 KiB unless given. */
  readonly maxBytes?: number
  /** How many redirects of a GET are followed; none unless given. */
  readonly redirects?: number
}

/** The response of an `OutboundRequest`. */
export interface OutboundReply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/**
 * The only client for addresses that the operator did not choose: providers, domain checks, webhooks, metadata. Connects to
 * public addresses and to those that the configuration allows, checked on the address of the connection. Rejects with
 * `AddressNotAllowed` otherwise.
 */
export interface Outbound {
  request(url: string, options?: OutboundRequest): Promise<OutboundReply>
  /** Opens a TCP connection, for protocols other than HTTP. */
  connect(host: string, port: number, timeout: number): Promise<Socket>
  /**
   * Whether requests to this host may be sent, so that a setting can be refused when it is stored. A name that has no address now is
   * permitted: every connection is checked again.
   */
  permits(host: string): Promise<boolean>
}

/** The configuration does not allow connections to this host; the message names the host and the setting. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed'
  readonly code = 'EADDRNOTALLOWED'
  constructor(host: string) {
    super(`${host} has no public address; add it to SALLYPORT_OUTBOUND_ALLOW, or use a public address`)
  }
}

/** The URL, a redirect or the response breaks a rule of the request. */
class ResponseRefused extends Error {
  override readonly name = 'ResponseRefused'
  readonly code = 'ERESPONSE'
}

/** Creates the outbound client; `resolve` looks up all addresses of a name. */
export function openOutbound(allow: OutboundAllow, resolve: typeof lookup = lookup): Outbound {
  const allowed = (host: string, address: string) =>
    isPublicAddress(address) || allow.address(address) || allow.host(host)

  /** Returns only allowed addresses to the connection, so that a second look-up cannot change the address. */
  const allowedLookup: LookupFunction = (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0)
      const open = addresses.filter(({ address }) => allowed(host, address))
      const [first] = open
      if (first === undefined) return callback(new AddressNotAllowed(host), '', 0)
      if (options.all) return callback(null, open)
      callback(null, first.address, first.family)
    })
  }

  /** Checks a literal address, which is connected without a look-up. */
  const refuseLiteral = (host: string): void => {
    if (isIP(host) !== 0 && !allowed(host, host)) throw new AddressNotAllowed(host)
  }

  const exchange = async (
    url: URL,
    options: OutboundRequest,
    signal: AbortSignal,
  ): Promise<OutboundReply> => {
    if (url.protocol !== 'https:' && url.protocol !== 'http:')
      throw new ResponseRefused('the URL is neither http nor https')
    refuseLiteral(url.hostname.replace(/^\[|\]$/g, ''))
    const { method = 'GET', headers = {}, body = '' } = options
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest
    return new Promise((fulfil, reject) => {
      const fail = (error: unknown) => reject(signal.aborted ? signal.reason : error)
      const sent = open(url, { method, headers, signal, lookup: allowedLookup, agent: false })
      sent.once('error', fail)
      sent.once('response', (response) => {
        readReply(response, options.maxBytes ?? defaultMaxBytes).then(fulfil, fail)
      })
      // Without a listener Node.js closes the connection and emits neither an error nor a response.
      sent.once('upgrade', (_, socket) => {
        socket.destroy()
        fail(new ResponseRefused('the response switches to another protocol'))
      })
      sent.end(body)
    })
  }

  return {
    permits: (host) =>
      new Promise((fulfil) => {
        const name = host.replace(/^\[|\]$/g, '')
        if (isIP(name) !== 0) return fulfil(allowed(name, name))
        resolve(name, { all: true }, (error, addresses) => {
          fulfil(error !== null || addresses.some(({ address }) => allowed(name, address)))
        })
      }),
    async request(url, options = {}) {
      const signal = AbortSignal.timeout(options.timeout ?? defaultTimeout)
      let at = new URL(url)
      let headers = options.headers
      for (let left = options.redirects ?? 0; ; left--) {
        const reply = await exchange(at, { ...options, headers: headers ?? {} }, signal)
        const { location } = reply.headers
        const isRedirect = [301, 302, 303, 307, 308].includes(reply.status) && location !== undefined
        if (!isRedirect || (options.method ?? 'GET') !== 'GET' || options.redirects === undefined)
          return reply
        if (left === 0) throw new ResponseRefused('the response redirects too often')
        const next = new URL(location, at)
        if (at.protocol === 'https:' && next.protocol !== 'https:') {
          throw new ResponseRefused('a redirect leads from https to another scheme')
        }
        if (next.origin !== at.origin) headers = publicHeaders(headers)
        at = next
      }
    },
    connect: (host, port, timeout) =>
      new Promise((fulfil, reject) => {
        refuseLiteral(host)
        const socket = connect({ host, port, lookup: allowedLookup, timeout })
        const fail = (error: Error) => {
          socket.destroy()
          reject(error)
        }
        const late = () => fail(Object.assign(new Error('the connection timed out'), { code: 'ETIMEDOUT' }))
        socket.once('error', fail).once('timeout', late)
        socket.once('connect', () => {
          socket.off('error', fail).off('timeout', late).setTimeout(0)
          fulfil(socket)
        })
      }),
  }
}

const defaultTimeout = 10_000
const defaultMaxBytes = 64 * 1024

/** Returns the headers that may be sent to another origin, without possible credentials. */
function publicHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(accept|accept-language|user-agent)$/i.test(name)),
  )
}

async function readReply(response: IncomingMessage, maxBytes: number): Promise<OutboundReply> {
  const { statusCode: status = 0, headers } = response
  const chunks: Buffer[] = []
  let size = 0
  if (maxBytes === 0) response.destroy()
  else {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new ResponseRefused(`the response is larger than ${maxBytes} bytes`)
      chunks.push(chunk)
    }
  }
  return { status, headers, body: Buffer.concat(chunks) }
}
