import type { IncomingHttpHeaders } from 'node:http'
import { isIP, type Socket } from 'node:net'
import ipaddr from 'ipaddr.js'
import { noProxies, type TrustedProxies } from '../config/trustedProxies.ts'
import { plainAddress } from '../kernel/text/plainAddress.ts'

/** The parts of a request that identify its client. */
export interface ClientRequest {
  readonly headers: IncomingHttpHeaders
  readonly authority?: string | undefined
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly socket?: Pick<Socket, 'remoteAddress'> | undefined
  /** The address of the connection when the request arrived: after a client has hung up, HTTP/2 no longer knows it. */
  readonly peer?: string | undefined
}

/** Returns the authority that the client addressed, as its outermost trusted proxy reports it; '' without Host (HTTP/1.0). */
export function clientAuthority(request: ClientRequest, trusts: TrustedProxies): string {
  const reported = reportsOf(request, trusts).find(({ host }) => host !== '')?.host
  return reported || request.authority || request.headers.host || ''
}

/** Whether the client uses TLS, to this server or to its outermost trusted proxy. */
export function isClientSecure(request: ClientRequest, trusts: TrustedProxies): boolean {
  const { socket } = request
  if (socket !== undefined && 'encrypted' in socket && socket.encrypted === true) return true
  return reportsOf(request, trusts).find(({ proto }) => proto !== '')?.proto === 'https'
}

/** Returns the address of the client, the nearest one that is not a trusted proxy. */
export function clientAddress(request: ClientRequest, trusts: TrustedProxies): string {
  const reported = reportsOf(request, trusts).find(({ address }) => address !== '')?.address
  return plainAddress(reported ?? peerAddress(request))
}

/**
 * Whether the headers of a trusted proxy name two clients, hosts or schemes: one of them may be the client's own, which the proxy has
 * passed on, and nothing shows which (RFC 7239 §8.1).
 */
export function isAmbiguous(request: ClientRequest, trusts: TrustedProxies): boolean {
  if (!standard.some((name) => request.headers[name] !== undefined)) return false
  const named = reportsOf(request, trusts).filter(({ isClient }) => isClient)
  const differ = (values: readonly string[]) => new Set(values.filter((value) => value !== '')).size > 1
  return (
    differ(named.map(({ address }) => ipaddr.process(address).toString())) ||
    differ(named.map(({ host }) => host.toLowerCase().replace(/:\d*$/, ''))) ||
    differ(named.map(({ proto }) => proto))
  )
}

/** Whether the peer of the connection is a trusted proxy. */
export function isTrusted(request: ClientRequest, trusts: TrustedProxies): boolean {
  return trusts !== noProxies && trusts(peerAddress(request), 0)
}

function peerAddress({ peer, socket }: ClientRequest): string {
  return peer ?? socket?.remoteAddress ?? ''
}

/** What one family of headers reports of the client; '' for what it does not. */
interface Report {
  readonly address: string
  /** Whether the address is that of a client, and not of a further trusted proxy. */
  readonly isClient: boolean
  readonly host: string
  /** In lower case. */
  readonly proto: string
}

/** `Forwarded` (RFC 7239), and the contract's equal header. */
const standard = ['forwarded', 'x-zitadel-forwarded'] as const

/** Returns what trusted proxies report, those families first that name a client: another one may be from the client itself. */
function reportsOf(request: ClientRequest, trusts: TrustedProxies): readonly Report[] {
  if (!isTrusted(request, trusts)) return []
  const { headers } = request
  const reports = standard.flatMap((name) => {
    const elements = elementsOf(textOf(headers[name]))
    if (elements.length === 0) return []
    const all = (parameter: string) => elements.map((element) => element.get(parameter) ?? '')
    return [reportOf({ nodes: all('for'), hosts: all('host'), protos: all('proto') }, trusts)]
  })
  const older = {
    nodes: listOf(headers['x-forwarded-for']),
    hosts: listOf(headers['x-forwarded-host']),
    protos: listOf(headers['x-forwarded-proto']),
  }
  reports.push(reportOf(older, trusts))
  return reports.sort((one, other) => Number(other.isClient) - Number(one.isClient))
}

/**
 * Reads lists to which every proxy on the way has added at the right, or that it has overwritten. The nearest address that is not a
 * trusted proxy is the client's, and the values that the outermost trusted proxy has added count; those further left may be forged.
 * Without addresses nothing shows how many proxies have added; then the first values count.
 */
function reportOf(
  lists: Readonly<Record<'nodes' | 'hosts' | 'protos', readonly string[]>>,
  trusts: TrustedProxies,
): Report {
  const nodes = lists.nodes.map(nodeAddress)
  const at = nodes.findLastIndex((node) => !trusts(node, 0))
  const node = nodes[Math.max(0, at)] ?? ''
  const address = isIP(node) === 0 ? '' : node
  const reported = (list: readonly string[]) =>
    (at === -1 ? list[0] : (list.at(at - nodes.length) ?? list[0])) ?? ''
  return {
    address,
    isClient: at !== -1 && address !== '',
    host: reported(lists.hosts),
    proto: reported(lists.protos).toLowerCase(),
  }
}

type Element = ReadonlyMap<string, string>

/** Parses the elements of `Forwarded` (RFC 7239 §4); one that repeats a parameter says nothing. */
function elementsOf(header: string): readonly Element[] {
  if (header === '') return []
  return splitUnquoted(header, ',').map((element) => {
    const pairs = splitUnquoted(element, ';').flatMap((text): [string, string][] => {
      const [, name, quoted, token] = /^\s*([^=\s]+)\s*=\s*(?:"(.*)"|([^"]*?))\s*$/.exec(text) ?? []
      return name === undefined ? [] : [[name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? token ?? '']]
    })
    const parameters = new Map(pairs)
    return parameters.size === pairs.length ? parameters : new Map()
  })
}

/**
 * Splits a text at the separators that are not in quoted strings (RFC 9110 §5.6.4), from the right: on the left stands what a client
 * may have sent, which must not open a string that ends within the text of a proxy.
 */
function splitUnquoted(text: string, separator: string): readonly string[] {
  const parts: string[] = []
  let end = text.length
  let isQuoted = false
  for (let at = end - 1; at >= 0; at--) {
    if (text[at] === '"' && !isEscaped(text, at)) isQuoted = !isQuoted
    if (text[at] !== separator || isQuoted) continue
    parts.push(text.slice(at + 1, end))
    end = at
  }
  return [...parts, text.slice(0, end)].reverse()
}

function isEscaped(text: string, at: number): boolean {
  let before = at
  while (text[before - 1] === '\\') before--
  return (at - before) % 2 === 1
}

/** Returns the address of a node (RFC 7239 §6) without port and brackets. */
function nodeAddress(node: string): string {
  const [, bracketed] = /^\[(.*)\](?::[\w.-]+)?$/.exec(node) ?? []
  return bracketed ?? node.replace(/^([\d.]+):[\w.-]+$/, '$1')
}

function listOf(header: string | string[] | undefined): readonly string[] {
  const text = textOf(header)
  return text === '' ? [] : text.split(',').map((value) => value.trim())
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join(',') : header) ?? ''
}
