import { basicHeader } from './oidcForms.ts'
import { callbackUri } from './oidcLogin.ts'
import type { ClientName, Side } from './oidcSides.ts'

/** The parts of a reply that clients rely on, by name. */
export type Seen = Readonly<Record<string, string>>

/** A request that both providers get. */
export type Ask = (side: Side) => Promise<Seen>

/** Parameters of a form; a list repeats one. */
export type Form = Readonly<Record<string, string | readonly string[] | undefined>>

/** The credentials of a client, as parts of a request. */
export interface Sender {
  readonly headers?: Readonly<Record<string, string>>
  readonly form?: Form
}

/** Returns the parameters as a form; undefined ones are left out. */
export function formOf(form: Form): URLSearchParams {
  const pairs = Object.entries(form).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, one as string]),
  )
  return new URLSearchParams(pairs)
}

/** The client by HTTP Basic. */
export function byBasic({ clients }: Pick<Side, 'clients'>, name: ClientName): Sender {
  return { headers: { authorization: basicHeader(clients[name].id, clients[name].secret) } }
}

/** Posts a form; returns the reply as it came, with its JSON. */
export async function send(side: Pick<Side, 'url'>, path: string, form: Form, sender: Sender = {}) {
  const response = await fetch(side.url + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'application/json', ...sender.headers },
    body: formOf({ ...form, ...sender.form }),
  })
  return read(response)
}

/** Reads a reply whole. */
export async function read(response: Response) {
  const text = await response.text()
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : undefined
  return { status: response.status, headers: response.headers, json, text }
}

/** Returns what a reply to a client says: errors by their code, successes by their members. */
export function seenOf({ status, headers, json, text }: Awaited<ReturnType<typeof read>>): Seen {
  const challenge = (headers.get('www-authenticate') ?? '').match(/^(\w+)|error="?\w+"?/g)?.join(' ')
  const cache = headers.get('cache-control')?.includes('no-store') ? 'no-store' : 'may be kept'
  return {
    status: String(status),
    says: String(
      json?.['error'] ?? (json ? Object.keys(json).sort().join(' ') : text ? 'a text' : 'nothing'),
    ),
    challenge: challenge ?? 'none',
    cache,
    nonce: headers.has('dpop-nonce') ? 'given' : 'none',
  }
}

/** Returns where an authorization request leads, and what the client gets there. */
export async function openSeen(side: Side, query: Form, method: 'GET' | 'POST' = 'GET'): Promise<Seen> {
  const target = `${side.url}/oauth/v2/authorize`
  const common = { method, redirect: 'manual', headers: { accept: 'application/json' } } as const
  const reply = await read(
    await (method === 'GET'
      ? fetch(`${target}?${formOf(query)}`, common)
      : fetch(target, { ...common, body: formOf(query) })),
  )
  const location = reply.headers.get('location')
  if (location === null) return formSeen(reply.text) ?? { leads: 'nowhere', ...pick(seenOf(reply)) }
  if (!location.startsWith(callbackUri)) return { leads: 'to the login' }
  return answerSeen(new URL(location))
}

function pick({ status = '', says = '' }: Seen): Seen {
  return { status, says }
}

function formSeen(text: string): Seen | undefined {
  if (!text.includes(`action="${callbackUri}"`)) return undefined
  const names = [...text.matchAll(/<input[^>]* name="(\w+)"/g)].map(([, name]) => name)
  return { leads: 'to the client by a form', brings: names.sort().join(' ') }
}

/** Returns what the client gets at its redirect URI. */
export function answerSeen({ search, hash, searchParams }: URL): Seen {
  const parameters = search === '' ? new URLSearchParams(hash.slice(1)) : searchParams
  const error = parameters.get('error')
  return {
    leads: `to the client by the ${search === '' ? 'fragment' : 'query'}`,
    brings: [...new Set(parameters.keys())].sort().join(' '),
    ...(error && { says: error }),
  }
}
