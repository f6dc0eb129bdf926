import type { IncomingHttpHeaders } from 'node:http'
import { isIP, type Socket } from 'node:net'
import { noProxies, type TrustedProxies } from '../config/trustedProxies.ts'
import { plainAddress } from '../kernel/text/plainAddress.ts'

/** The parts of a request that identify its client. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders
  readonly authority?: string | undefined
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly socket?: Pick<Socket, 'remoteAddress'> | undefined
}

/** Returns the authority that the client addressed, as its outermost trusted proxy reports it; '' without Host (HTTP/1.0). */
export function clientAuthority(request: ClientRequest, trusts: TrustedProxies): string {
  const { authority, headers } = request
  const reported = isTrusted(request, trusts)
    ? forwardedElement(headers, trusts)?.get('host') || firstOf(headers['x-forwarded-host'])
    : ''
  return reported || authority || headers.host || ''
}

/** Whether the client uses TLS, to this server or to its outermost trusted proxy. */
export function isClientSecure(request: ClientRequest, trusts: TrustedProxies): boolean {
  const { socket, headers } = request
  if (socket !== undefined && 'encrypted' in socket && socket.encrypted === true) return true
  if (!isTrusted(request, trusts)) return false
  const reported = forwardedElement(headers, trusts)?.get('proto') || firstOf(headers['x-forwarded-proto'])
  return reported.toLowerCase() === 'https'
}

/** Returns the address of the client, the nearest one that is not a trusted proxy; '' after the connection is closed. */
export function clientAddress(request: ClientRequest, trusts: TrustedProxies): string {
  return plainAddress(reportedAddress(request, trusts))
}

function reportedAddress(request: ClientRequest, trusts: TrustedProxies): string {
  const peer = peerAddress(request)
  if (!isTrusted(request, trusts)) return peer
  const elements = forwardedElements(request.headers)
  const reported =
    elements.length > 0
      ? elements.map((element) => nodeAddress(element.get('for')))
      : textOf(request.headers['x-forwarded-for'])
          .split(',')
          .map((address) => nodeAddress(address.trim()))
  const chain = [...reported, peer].reverse()
  const client = chain.find((address) => !trusts(address, 0)) ?? chain.at(-1) ?? ''
  return isIP(client) === 0 ? peer : client
}

function peerAddress({ socket }: ClientRequest): string {
  return socket?.remoteAddress ?? ''
}

/** Whether the peer of the connection is a trusted proxy. */
export function isTrusted(request: ClientRequest, trusts: TrustedProxies): boolean {
  return trusts !== noProxies && trusts(peerAddress(request), 0)
}

/** Returns the element of the outermost trusted proxy; earlier ones may be forged (RFC 7239 §5, §8.1). */
function forwardedElement(headers: IncomingHttpHeaders, trusts: TrustedProxies): Element | undefined {
  const elements = forwardedElements(headers).reverse()
  return elements.find((element) => !trusts(nodeAddress(element.get('for')), 0)) ?? elements.at(-1)
}

type Element = ReadonlyMap<string, string>

/** Parses the elements of `Forwarded` (RFC 7239 §4), or of the contract's equal header `x-zitadel-forwarded`. */
function forwardedElements(headers: IncomingHttpHeaders): Element[] {
  const header = textOf(headers['forwarded']) || textOf(headers['x-zitadel-forwarded'])
  if (header === '') return []
  return header.split(',').map((element) => {
    const pairs = element.split(';').map((pair) => /^\s*([^=\s]+)\s*=\s*"?(.*?)"?\s*$/.exec(pair))
    return new Map(pairs.flatMap((pair) => (pair ? [[pair[1]?.toLowerCase() ?? '', pair[2] ?? '']] : [])))
  })
}

/** Returns the address of a node (RFC 7239 §6) without port and brackets. */
function nodeAddress(node = ''): string {
  const [, bracketed] = /^\[(.*)\](?::\w+)?$/.exec(node) ?? []
  return bracketed ?? node.replace(/^([\d.]+):\w+$/, '$1')
}

function firstOf(header: string | string[] | undefined): string {
  return textOf(header).split(',')[0]?.trim() ?? ''
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join(',') : header) ?? ''
}
