import type { Server } from 'node:http'
import { Code } from '@connectrpc/connect'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import type { Clock } from '../kernel/clock.ts'
import type { BodyBudget } from './body/bodyBudget.ts'
import { discardBody } from './discardBody.ts'
import type { AddEndpoints } from './endpoints.ts'
import type { Metrics } from './metrics.ts'
import { sendRestError } from './rest/restHandler.ts'
import { toWireError } from './wireError.ts'

/** The parts of the server that requests outside the contract use. */
export interface EndpointServerOptions {
  readonly server: Server
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ready: () => Promise<void>
  readonly bodies: BodyBudget
  readonly clock: Pick<Clock, 'pause'>
  readonly trustedProxies: TrustedProxies
  readonly endpoints: AddEndpoints | undefined
}

/** Characters of a path's parameter: an id of the contract has up to 200, each of up to 12 characters when it is encoded. */
const longestParameter = 200 * 12

const noSchema = () => {
  throw new Error('endpoints check their input themselves; a schema of Fastify has no effect')
}
/** No route has a schema, so the compilers for them are not loaded. */
const withoutSchemas = { buildValidator: () => noSchema, buildSerializer: () => noSchema }

/** Creates Fastify on the given server for all paths outside the contract: probes, metrics, robots.txt and the endpoints. */
export async function createEndpointServer(options: EndpointServerOptions): Promise<FastifyInstance> {
  const fastify = Fastify({
    serverFactory: () => options.server,
    routerOptions: { maxParamLength: longestParameter },
    schemaController: { compilersFactory: withoutSchemas },
  })
  // Endpoints read their bodies themselves, after their callers are known; no other route has one.
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('*', (_, __, done) => done(null))
  addProbes(fastify, options)
  fastify.setNotFoundHandler(({ raw }, reply) => {
    reply.hijack()
    discardBody(raw, reply.raw)
    sendRestError(reply.raw, { code: Code.NotFound, status: 404, message: 'Not Found' })
  })
  fastify.setErrorHandler((error, _, reply) => {
    const { status, message } = toWireError(error, options.logger)
    return reply.code(status).type('text/plain; charset=utf-8').send(message)
  })
  options.endpoints?.(fastify, options)
  await fastify.ready()
  return fastify
}

function addProbes(fastify: FastifyInstance, { ready, metrics }: EndpointServerOptions): void {
  fastify.get('/healthz', () => 'ok')
  fastify.get('/debug/healthz', () => 'ok')
  fastify.get('/debug/validate', (_, reply) => reply.send(JSON.stringify('ok')))
  fastify.get('/debug/ready', async (_, reply) => {
    const status = await ready().then(
      () => 200,
      () => 412,
    )
    return reply
      .code(status)
      .type('application/json')
      .send(JSON.stringify(status === 200 ? 'ok' : 'not ready'))
  })
  fastify.get('/debug/metrics', async (_, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  fastify.get('/robots.txt', (_, reply) => reply.send('User-agent: *\nDisallow: /\n'))
}
