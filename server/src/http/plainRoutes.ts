import type { Server } from 'node:http'
import { Code } from '@connectrpc/connect'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Metrics } from './metrics.ts'
import { sendRestError } from './rest/restHandler.ts'
import { toWireError } from './wireError.ts'

/** What the routes beside the contract need of the server. */
export interface PlainOptions {
  readonly server: Server
  readonly logger: Logger
  readonly metrics: Metrics
  readonly ready: () => Promise<void>
  readonly bodyLimit: number
  readonly routes: ((fastify: FastifyInstance) => void) | undefined
}

/** Fastify for everything that is not a contract route: probes, metrics, robots, and what `routes` adds. It shares the given server. */
export async function createPlainRoutes(options: PlainOptions): Promise<FastifyInstance> {
  const fastify = Fastify({ serverFactory: () => options.server, bodyLimit: options.bodyLimit })
  addProbes(fastify, options)
  fastify.setNotFoundHandler((_, reply) => {
    reply.hijack()
    sendRestError(reply.raw, { code: Code.NotFound, status: 404, message: 'Not Found' })
  })
  fastify.setErrorHandler((error, _, reply) => {
    const own = clientStatus(error)
    const { status, message } = own === undefined ? toWireError(error, options.logger) : own
    return reply.code(status).type('text/plain; charset=utf-8').send(message)
  })
  options.routes?.(fastify)
  await fastify.ready()
  return fastify
}

function addProbes(fastify: FastifyInstance, { ready, metrics }: PlainOptions): void {
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

/** Fastify's own refusals of a request (body too large, unsupported media type) keep their 4xx status. */
function clientStatus(error: unknown): { readonly status: number; readonly message: string } | undefined {
  if (!(error instanceof Error) || !('statusCode' in error) || !('code' in error)) return undefined
  const { statusCode: status } = error
  return typeof status === 'number' && status >= 400 && status < 500
    ? { status, message: error.message }
    : undefined
}
