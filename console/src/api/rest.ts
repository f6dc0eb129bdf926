import type { Session } from '../session/openSession.ts'
import { sendUnlessHeld } from './firstChange.ts'
import { CallError, type ProblemKind } from './problem.ts'
import { reasonHeaders } from './reason.ts'

/** A call of the REST API, with its body as JSON. */
export interface RestCall {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** From the root of the server, such as `/sallyport/v1/rights`. */
  readonly path: string
  readonly body?: unknown
  /** The context organization; undefined for the caller's own or the instance, as the method says. */
  readonly orgId?: string | undefined
  /** Settings that the contract has no field for travel in headers, such as `x-sallyport-lockout-release`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Names of headers of the reply that become its member `headers`. */
  readonly replyHeaders?: readonly string[] | undefined
  /** `people` runs the change dry and lists the people whom it would hit. */
  readonly dryRun?: 'people' | undefined
  /** True for a POST that only asks and changes nothing. */
  readonly asks?: true
  readonly signal?: AbortSignal
}

/** The shape in which the REST API refuses, and Connect in JSON, which says the id within `debug`. */
interface Refusal {
  readonly message?: string
  readonly details?: readonly { readonly id?: string; readonly debug?: { readonly id?: string } }[]
}

const kinds: Readonly<Record<number, ProblemKind>> = {
  400: 'invalid',
  401: 'stale_login',
  403: 'missing_right',
  404: 'not_found',
  409: 'conflict',
  503: 'unreachable',
}

/** Sends a call as the caller and returns the JSON of the reply. Throws `CallError` for a refusal. */
export async function callRest<Reply>({ send }: Pick<Session, 'send'>, call: RestCall): Promise<Reply> {
  const { method = 'GET', path, body, orgId, headers: given, replyHeaders, dryRun, asks, signal } = call
  const isRead = method === 'GET' || asks || dryRun !== undefined || /\/_search$/.test(path)
  const headers = {
    ...given,
    ...(orgId && { 'x-zitadel-orgid': orgId }),
    ...(!isRead && reasonHeaders()),
  }
  if (!isRead) sendUnlessHeld(() => ({ method, path, headers, body }))
  const reply = await send(path, {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(dryRun && { 'x-sallyport-dry-run': dryRun }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  if (!reply.ok) throw await refusalIn(reply)
  const json: unknown = await reply.json().catch(() => ({}))
  if (replyHeaders === undefined) return json as Reply
  const shown = replyHeaders.map((name) => [name, reply.headers.get(name) ?? ''])
  return { ...(json as object), headers: Object.fromEntries(shown) } as Reply
}

/** Reads the refusal in a reply with JSON. */
export async function refusalIn(reply: Response): Promise<CallError> {
  const { message, details } = (await reply.json().catch(() => ({}))) as Refusal
  const { id, debug } = details?.[0] ?? {}
  return new CallError({
    message: message ?? `the server replied ${reply.status}`,
    kind: kinds[reply.status] ?? 'refused',
    id: id ?? debug?.id,
  })
}
