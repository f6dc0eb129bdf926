import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import type { Client, Endpoint, EndpointAuthenticator, EndpointReply } from '../contract/endpoint.ts'
import type { Clock } from '../kernel/clock.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { BodyBudget, BodyHold } from './body/bodyBudget.ts'
import { clientCredentials } from './clientCredentials.ts'
import { allowsCookies, parseCookies, serializeCookie } from './cookies.ts'
import { isPreflight, preflightHeaders } from './cors.ts'
import { discardBody } from './discardBody.ts'
import { readEndpointBody } from './endpointBody.ts'
import { isClientSecure } from './forwarded.ts'
import { headOf } from './httpCall.ts'
import { refusalReply } from './refusalReply.ts'
import { securityHeaders } from './securityHeaders.ts'
import { strictParameters } from './strictQuery.ts'

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
const originRefused = refuse(
  'oauth.access_denied.origin',
  'permission_denied',
  "this origin is not allowed for the client; add it to the client's allowed origins",
)

/** The members of a call that endpoints need. */
interface EndpointCall {
  readonly origin: { readonly url: string; readonly domain: string; readonly secure: boolean }
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

/** Serves endpoints. Throws if two have the same method and path, or if one needs clients that `authenticator` cannot identify. */
export function addEndpoints<C extends EndpointCall>(
  endpoints: readonly Endpoint<C>[],
  authenticator: EndpointAuthenticator<C>,
): AddEndpoints {
  if (
    authenticator.identifyClient === undefined &&
    endpoints.some(({ credential }) => credential === 'client')
  ) {
    throw new Error('an endpoint has the credential client, but no authenticator of clients is given')
  }
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
      if (endpoint.cors === 'any origin') reply.header('access-control-allow-origin', '*')
    },
    errorHandler: async (error, request, reply) => {
      // Failed guesses are delayed; the request no longer holds a queue or a connection.
      if (error instanceof DomainError && error.refusal.delayMs) await clock.pause(error.refusal.delayMs)
      const secure = isClientSecure(request.raw, trustedProxies)
      const refusal = refusalReply(error, endpoint.refusals, logger)
      discardBody(request.raw, reply.raw)
      return send(reply, endpoint, refusal, secure)
    },
    handler: async (request, reply) => {
      const hold = bodies.open()
      try {
        const head = headOf(request.raw, trustedProxies)
        const call = await authenticator.authenticate(head, endpoint.credential === 'bearer')
        const result = await handle(endpoint, authenticator, request, reply, call, hold)
        discardBody(request.raw, reply.raw)
        return send(reply, endpoint, result, call.origin.secure)
      } finally {
        hold.release()
      }
    },
  })
}

async function handle<C extends EndpointCall>(
  endpoint: Endpoint<C>,
  authenticator: EndpointAuthenticator<C>,
  request: FastifyRequest,
  reply: FastifyReply,
  call: C,
  hold: BodyHold,
): Promise<EndpointReply> {
  const { secure } = call.origin
  if (endpoint.credential === 'browser') refuseOtherSites(request, call)
  const query = queryOf(request)
  const body = await readEndpointBody(endpoint, request, hold)
  const client =
    endpoint.credential === 'client' ? await identifyClient(request, body, call, authenticator) : undefined
  if (client !== undefined) allowClientOrigin(request, reply, endpoint, client, call)
  return endpoint.handle(
    {
      method: request.method,
      parameters: request.params as Record<string, string>,
      query,
      body,
      ...(endpoint.credential === 'browser' && { cookies: parseCookies(request.headers.cookie, secure) }),
      ...(client && { client }),
    },
    call,
  )
}

/** Requires a secure origin and, for methods other than GET and HEAD, a page of the public origin. */
function refuseOtherSites({ method, headers }: FastifyRequest, { origin }: EndpointCall): void {
  if (!allowsCookies(origin)) throw new DomainError(insecure)
  if (method === 'GET' || method === 'HEAD') return
  if (headers['sec-fetch-site'] !== 'same-origin' || headers.origin !== origin.url) {
    throw new DomainError(crossSite)
  }
}

async function identifyClient<C>(
  { headers }: FastifyRequest,
  body: unknown,
  call: C,
  authenticator: EndpointAuthenticator<C>,
): Promise<Client | undefined> {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams()
  return authenticator.identifyClient?.(clientCredentials(headers.authorization ?? null, form), call)
}

/** Refuses an origin that the client does not allow. Preflights name no client, so this check is the effective one. */
function allowClientOrigin(
  { headers: { origin } }: FastifyRequest,
  reply: FastifyReply,
  { cors }: Pick<Endpoint<never>, 'cors'>,
  client: Client,
  call: EndpointCall,
): void {
  if (cors !== 'origins of the client') return
  reply.header('vary', 'origin')
  if (origin === undefined || origin === call.origin.url) return
  if (!client.allowsOrigin(origin)) throw new DomainError(originRefused)
  reply.header('access-control-allow-origin', origin)
}

function addOptions<C>(fastify: FastifyInstance, path: string, endpoints: readonly Endpoint<C>[]): void {
  const open = endpoints.filter(({ cors }) => cors !== 'none')
  const methodsOf = (some: readonly Endpoint<C>[]) => some.flatMap(({ methods }) => methods).join(', ')
  fastify.options(path, ({ raw, headers }, reply) => {
    if (open.length > 0 && isPreflight(raw)) {
      reply.headers({
        'access-control-allow-origin': open.every(({ cors }) => cors === 'any origin') ? '*' : headers.origin,
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

function send<C>(
  reply: FastifyReply,
  { credential }: Endpoint<C>,
  result: EndpointReply,
  secure: boolean,
): FastifyReply {
  for (const cookie of result.setCookies ?? []) reply.header('set-cookie', serializeCookie(cookie, secure))
  if (result.kind === 'page') {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .code(result.status)
      .headers(securityHeaders({ nonce, secure, formTargets: result.formTargets ?? [] }))
      .type('text/html; charset=utf-8')
      .send(result.html(nonce))
  }
  if (credential === 'browser') reply.headers(securityHeaders({ secure }))
  // 303: the browser follows with GET after any method (RFC 9110 §15.4.4).
  if (result.kind === 'redirect') return reply.redirect(result.to, 303)
  return reply
    .code(result.status)
    .headers(result.headers ?? {})
    .send(result.body)
}
