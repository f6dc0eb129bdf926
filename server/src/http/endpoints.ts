import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import type {
  Bodies,
  Endpoint,
  EndpointAuthenticator,
  EndpointReply,
  RequestHead,
} from '../contract/endpoint.ts'
import { checkOwnHeaders } from '../contract/ownHeaders.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { BodyBudget } from './body/bodyBudget.ts'
import { allowsCookies, parseCookies, serializeCookie } from './cookies.ts'
import { isPreflight, preflightHeaders } from './cors.ts'
import { discardBody } from './discardBody.ts'
import { readEndpointBody } from './endpointBody.ts'
import { isClientSecure } from './forwarded.ts'
import { headOf } from './httpCall.ts'
import { type PreparedPage, preparePage } from './preparePage.ts'
import { refusalReply } from './refusalReply.ts'
import { securityHeaders } from './securityHeaders.ts'
import { startTogether } from './startTogether.ts'
import { strictParameters } from './strictQuery.ts'
import { toWireError } from './wireError.ts'

const crossSite = refuse(
  'browser.cross_site',
  'permission_denied',
  'this request comes from a page of another site; open the page on this site and send it again',
)
const insecure = refuse(
  'browser.insecure',
  'failed_precondition',
  'this page requires https; open it by https, or on localhost',
)
/** The members of a call that endpoints need. */
interface EndpointCall {
  readonly origin: { readonly url: string; readonly domain: string; readonly secure: boolean }
  readonly again?: (() => Promise<EndpointCall>) | undefined
}

/** The logger and the trusted proxies of the server. */
export interface EndpointServing {
  readonly logger: Logger
  readonly clock: Pick<Clock, 'pause'>
  readonly trustedProxies: TrustedProxies
  readonly bodies: BodyBudget
}

/** Adds endpoints to the Fastify server of all requests that are not methods of the contract. */
export type AddEndpoints = (fastify: FastifyInstance, serving: EndpointServing) => void

/** Serves endpoints. Throws if two have the same method and path. */
export function addEndpoints<C extends EndpointCall>(
  endpoints: readonly Endpoint<C>[],
  authenticator: EndpointAuthenticator<C>,
): AddEndpoints {
  return (fastify, serving) => {
    fastify.register(async (scope) => {
      for (const endpoint of endpoints) addEndpoint(scope, endpoint, authenticator, serving)
      for (const path of new Set(endpoints.map((endpoint) => endpoint.path))) {
        addOptions(
          scope,
          path,
          endpoints.filter((endpoint) => endpoint.path === path),
        )
      }
    })
  }
}

function addEndpoint<C extends EndpointCall>(
  fastify: FastifyInstance,
  endpoint: Endpoint<C>,
  authenticator: EndpointAuthenticator<C>,
  { logger, clock, trustedProxies, bodies }: EndpointServing,
): void {
  fastify.route({
    method: [...endpoint.methods],
    url: endpoint.path,
    onRequest: async (_, reply) => {
      if (endpoint.cors !== 'any origin') return
      reply.header('access-control-allow-origin', '*')
      reply.header('access-control-expose-headers', 'dpop-nonce, www-authenticate')
    },
    errorHandler: async (error, request, reply) => {
      // Failed guesses are delayed; the request no longer holds a queue or a connection.
      if (error instanceof DomainError && error.refusal.delayMs) await clock.pause(error.refusal.delayMs)
      const secure = isClientSecure(request.raw, trustedProxies)
      const refusal = refusalReply(error, endpoint.refusals, logger)
      discardBody(request.raw, reply.raw)
      const page = pageOf(refusal, request, secure)
      return send(reply, endpoint, { result: refusal, secure, page }, logger)
    },
    handler: async (request, reply) => {
      const hold = bodies.open()
      try {
        const head = headOf(request.raw, trustedProxies)
        checkOwnHeaders(head.headers, endpoint.ownHeaders ?? [])
        const body = once(() => readEndpointBody(endpoint, request, hold))
        const serve = async (call: C | undefined): Promise<Sendable> => {
          const result = await handle(endpoint, request, head, call, body)
          const secure = call?.origin.secure ?? head.secure
          return { result, secure, page: pageOf(result, request, secure) }
        }
        const sendable = await serveCall(endpoint, head, authenticator, serve)
        discardBody(request.raw, reply.raw)
        return send(reply, endpoint, sendable, logger)
      } finally {
        hold.release()
      }
    },
  })
}

async function handle<C extends EndpointCall>(
  endpoint: Endpoint<C>,
  request: FastifyRequest,
  head: RequestHead,
  call: C | undefined,
  readBody: () => Promise<Bodies[keyof Bodies]>,
): Promise<EndpointReply> {
  const isBrowser = endpoint.credential === 'browser'
  if (isBrowser && call) refuseOtherSites(request, call)
  const query = queryOf(request)
  const wasWhole = request.raw.complete
  const body = await readBody()
  const present = wasWhole ? call : await atPresent(call)
  if (endpoint.credential === 'protocol') await startTogether()
  return endpoint.handle(
    {
      method: request.method,
      parameters: request.params as Record<string, string>,
      query,
      body,
      ...(isBrowser && { cookies: parseCookies(request.headers.cookie, call?.origin.secure ?? false) }),
      ...(endpoint.credential === 'protocol' && { head }),
    },
    present,
  )
}

/** Returns the call with the rights of now, for a body that a client took time to send. */
async function atPresent<C extends EndpointCall>(call: C | undefined): Promise<C | undefined> {
  return call?.again ? { ...call, ...(await call.again()) } : call
}

/** A request that is served again finds the body of the first time. */
function once<Value>(read: () => Value): () => Value {
  let found: { readonly value: Value } | undefined
  return () => {
    found ??= { value: read() }
    return found.value
  }
}

/** Requires a secure origin and, for methods other than GET and HEAD, a page of the public origin. */
function refuseOtherSites({ method, headers }: FastifyRequest, { origin }: EndpointCall): void {
  if (!allowsCookies(origin)) throw new DomainError(insecure)
  if (method === 'GET' || method === 'HEAD') return
  if (headers['sec-fetch-site'] !== 'same-origin' || headers.origin !== origin.url) {
    throw new DomainError(crossSite)
  }
}

function addOptions<C>(fastify: FastifyInstance, path: string, endpoints: readonly Endpoint<C>[]): void {
  const open = endpoints.filter(({ cors }) => cors !== 'none')
  const methodsOf = (some: readonly Endpoint<C>[]) => some.flatMap(({ methods }) => methods).join(', ')
  fastify.options(path, ({ raw, headers }, reply) => {
    if (open.length > 0 && isPreflight(raw)) {
      reply.headers({
        'access-control-allow-origin': '*',
        ...preflightHeaders(methodsOf(open), headers['access-control-request-headers']),
        vary: 'origin',
      })
    }
    return reply
      .code(204)
      .header('allow', `${methodsOf(endpoints)}, OPTIONS`)
      .send()
  })
}

function queryOf({ url }: FastifyRequest): URLSearchParams {
  const at = url.indexOf('?')
  return strictParameters(at < 0 ? '' : url.slice(at + 1))
}

/** A reply, for a client that is or is not secure, with the page that it sends. */
interface Sendable {
  readonly result: EndpointReply
  readonly secure: boolean
  readonly page?: PreparedPage | undefined
}

/** Serves a request with the call that its endpoint receives; a page is rendered while its reads are being confirmed. */
async function serveCall<C extends EndpointCall>(
  { credential, repeatable = false }: Endpoint<C>,
  head: RequestHead,
  authenticator: EndpointAuthenticator<C>,
  serve: (call: C | undefined) => Promise<Sendable>,
): Promise<Sendable> {
  if (credential === 'protocol') return serve(undefined)
  if (repeatable) return authenticator.serveTwice(head, serve)
  return serve(await authenticator.authenticate(head, credential === 'bearer'))
}

function pageOf(
  result: EndpointReply,
  { headers }: FastifyRequest,
  secure: boolean,
): PreparedPage | undefined {
  if (result.kind !== 'page') return undefined
  return preparePage(result, { accepts: headers['accept-encoding'], secure })
}

function send<C>(
  reply: FastifyReply,
  { credential }: Endpoint<C>,
  { result, secure, page }: Sendable,
  logger: Logger,
): FastifyReply {
  for (const cookie of result.setCookies ?? []) reply.header('set-cookie', serializeCookie(cookie, secure))
  if (result.kind === 'page' && page) return reply.code(result.status).headers(page.headers).send(page.body)
  if (credential === 'browser') reply.headers(securityHeaders({ secure }))
  // 303: the browser follows with GET after any method (RFC 9110 §15.4.4).
  if (result.kind === 'redirect') return reply.redirect(result.to, 303)
  if (result.kind === 'page') return reply
  return reply
    .code(result.status)
    .headers(result.headers ?? {})
    .send(isChunked(result.body) ? Readable.from(whileWell(result.body, logger)) : result.body)
}

/** A refusal or failure after the head of the reply can only cut it; it is logged as every other. */
async function* whileWell(body: AsyncIterable<string>, logger: Logger): AsyncGenerator<string> {
  try {
    yield* body
  } catch (error) {
    toWireError(error, logger)
    throw error
  }
}

function isChunked(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}
