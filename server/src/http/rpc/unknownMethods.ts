import { Code } from '@connectrpc/connect'
import type { Logger } from 'pino'
import { discardBody } from '../discardBody.ts'
import type { Request, Response } from '../httpCall.ts'
import type { Metrics } from '../metrics.ts'
import { plainMessage } from './grpcMessage.ts'

/** The most names that are logged, each once; strangers choose them. */
const maxLogged = 100

/** Refuses calls of methods that the server does not know. */
export interface UnknownMethods {
  /** Refuses in the protocol of the client, with the name of the method; returns false for requests of no RPC protocol. */
  refuse(request: Request, response: Response, path: string): boolean
}

/** Creates the refusals of unknown methods; each is counted, and its name is logged once. */
export function createUnknownMethods(
  logger: Logger,
  metrics: Metrics,
  services: ReadonlySet<string>,
): UnknownMethods {
  const logged = new Set<string>()
  const report = (protocol: string, service: string, name: string): void => {
    metrics.countUnknown(protocol, services.has(service) ? service : 'unknown')
    if (logged.size >= maxLogged || logged.has(name)) return
    logged.add(name)
    logger.info({ method: name, protocol }, 'a client called an unknown method')
  }
  return {
    refuse(request, response, path) {
      const contentType = request.headers['content-type'] ?? ''
      const protocol = protocolOf(request, contentType)
      const isRpcPath = /^\/(?:\w+\.)+\w+\/\w+$/.test(path)
      if (protocol === undefined || (protocol === 'connect' && !isRpcPath)) return false
      const name = path.slice(1, 201)
      const service = name.slice(0, name.lastIndexOf('/'))
      report(protocol, service, name)
      discardBody(request, response)
      const message = `the method ${name} is unknown; check its name and the version of the API (request.method_unknown)`
      if (protocol === 'connect') refuseConnect(response, 501, 'unimplemented', message)
      else refuseGrpc(response, contentType, message)
      return true
    },
  }
}

/** Sends an error of the Connect protocol. */
export function refuseConnect(
  response: Response,
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-robots-tag': 'none',
    ...headers,
  })
  response.end(JSON.stringify({ code, message }))
}

function refuseGrpc(response: Response, contentType: string, message: string): void {
  const status = { 'grpc-status': String(Code.Unimplemented), 'grpc-message': plainMessage(message) }
  const web = contentType.startsWith('application/grpc-web')
  response.writeHead(200, { 'content-type': contentType, ...(web ? status : {}) })
  if (!web) response.addTrailers(status)
  response.end()
}

function protocolOf({ method, headers }: Request, contentType: string): string | undefined {
  if (contentType.startsWith('application/grpc-web')) return 'grpc-web'
  if (contentType.startsWith('application/grpc')) return 'grpc'
  const isConnect = /^application\/(json|proto|connect\+\w+)\s*(;|$)/i.test(contentType)
  return (method === 'POST' && isConnect) || headers['connect-protocol-version'] !== undefined
    ? 'connect'
    : undefined
}
