import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { TrustedProxies } from '../config/trustedProxies.ts'
import type { PlainDoor, PlainRoute } from '../contract/plainRoute.ts'
import { clientAddress, clientAuthority, isClientSecure } from './forwarded.ts'
import { headersOf } from './httpCall.ts'

/** Adds routes to the server that answers what the contract does not. */
export type AddRoutes = (fastify: FastifyInstance) => void

/** Serves the plain routes of features: the caller is known before the body is looked at. */
export function addFeatureRoutes<C>(
  routes: readonly PlainRoute<C>[],
  door: PlainDoor<C>,
  trusts: TrustedProxies,
): AddRoutes {
  return (fastify) => {
    fastify.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
      for (const route of routes) addRoute(scope, route, door, trusts)
    })
  }
}

function addRoute<C>(
  fastify: FastifyInstance,
  route: PlainRoute<C>,
  door: PlainDoor<C>,
  trusts: TrustedProxies,
): void {
  fastify.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit,
    handler: async (request, reply) => {
      const call = await door(headOf(request, trusts), route.tokenNeeded)
      const {
        status,
        headers = {},
        body,
      } = await route.answer(
        {
          parameters: request.params as Record<string, string>,
          body: request.body instanceof Uint8Array ? request.body : new Uint8Array(),
        },
        call,
      )
      return reply.code(status).headers(headers).send(body)
    },
  })
}

function headOf({ raw }: FastifyRequest, trusts: TrustedProxies) {
  return {
    headers: headersOf(raw),
    authority: clientAuthority(raw, trusts),
    secure: isClientSecure(raw, trusts),
    clientAddress: clientAddress(raw, trusts),
  }
}
