import { type DescField, type DescMessage, type JsonValue, toJson } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../../config/trustedProxies.ts'
import type { Dispatch, Reply } from '../../contract/dispatch.ts'
import { type RestRoute, restRoutes } from '../../contract/restRoutes.ts'
import { contractRegistry, services } from '../../contract/services.ts'
import type { BodyBudget, BodyHold } from '../body/bodyBudget.ts'
import { bodyDemand } from '../body/bodyDemand.ts'
import { readJsonBody } from '../body/readJsonBody.ts'
import { discardBody } from '../discardBody.ts'
import { HttpCall, headOf, type Request, type Response } from '../httpCall.ts'
import type { Metrics, Outcome } from '../metrics.ts'
import { startTogether } from '../startTogether.ts'
import { errorHeaders, toWireError, type WireError } from '../wireError.ts'
import { RequestBinding } from './requestBinding.ts'
import { restErrorBody } from './restError.ts'
import { RouteTrie } from './routeTrie.ts'

/** The parts of the server that the REST handler uses. */
export interface RestOptions {
  readonly dispatch: Dispatch
  readonly logger: Logger
  readonly metrics: Metrics
  readonly trustedProxies: TrustedProxies
  readonly bodies: BodyBudget
}

/** Serves the contract's REST routes. */
export interface RestHandler {
  /** Whether the contract has a route for the path, with any method. */
  serves(path: string): boolean
  /** Serves a request for such a path; returns false for other paths. */
  request(request: Request, response: Response, path: string, query: string): boolean
}

interface Plan {
  readonly route: RestRoute
  readonly binding: RequestBinding
  readonly responseField: DescField | undefined
}

const writeOptions = { registry: contractRegistry }

/** Creates the handler of every `google.api.http` route of the contract, with proto3 JSON. */
export function createRestHandler(options: RestOptions): RestHandler {
  const trie = new RouteTrie<Plan>()
  for (const route of restRoutes(services)) trie.add(route, planOf(route))
  return {
    serves: (path) => trie.allowed(path).length > 0,
    request(request, response, path, query) {
      const httpMethod = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
      const match = trie.find(httpMethod, path)
      if (match === undefined) return refuseMethod(response, trie.allowed(path), httpMethod)
      const { target, segments } = match
      void serve(options, target, segments, query, request, response)
      return true
    },
  }
}

/** Sends an error in the contract's REST form. */
export function sendRestError(response: Response, error: WireError): void {
  sendJson(response, error.status, JSON.stringify(restErrorBody(error)), errorHeaders(error))
}

function planOf(route: RestRoute): Plan {
  const { output } = route.method
  const responseField =
    route.responseBody === '' ? undefined : output.fields.find((field) => field.name === route.responseBody)
  return { route, binding: new RequestBinding(route), responseField }
}

async function serve(
  options: RestOptions,
  { route, binding, responseField }: Plan,
  segments: readonly string[],
  query: string,
  request: Request,
  response: Response,
): Promise<void> {
  const { dispatch, logger, metrics, bodies, trustedProxies } = options
  const startedAt = performance.now()
  let outcome: Outcome
  let hold: BodyHold | undefined
  try {
    let body = ''
    if (binding.readsBody) {
      hold = bodies.open()
      const demand = bodyDemand(dispatch.admission, route.method, headOf(request, trustedProxies))
      body = (await readJsonBody(request, request.headers, hold, demand)).toString('utf8')
    }
    if (!hold?.wasQueued) await startTogether()
    const message = binding.bind(segments, query, body)
    const reply = await dispatch(
      new HttpCall(route.method, message, 'rest', request, trustedProxies, response),
    )
    const json = replyJson(route.method.output, reply, responseField)
    sendJson(response, route.successStatus, json, reply.headers)
  } catch (error) {
    const wire = toWireError(error, logger)
    outcome = wire.code
    discardBody(request, response)
    sendRestError(response, wire)
  } finally {
    hold?.release()
  }
  metrics.observe('rest', route.method, outcome, startedAt)
}

/** The texts of messages that several replies share; such messages are frozen. */
const sharedTexts = new WeakMap<object, string>()

function replyJson(schema: DescMessage, reply: Reply, only: DescField | undefined): string {
  if (reply.extra !== undefined || only !== undefined || !Object.isFrozen(reply.message)) {
    return jsonText(schema, reply, only)
  }
  const known = sharedTexts.get(reply.message)
  if (known !== undefined) return known
  const text = jsonText(schema, reply, only)
  sharedTexts.set(reply.message, text)
  return text
}

function jsonText(schema: DescMessage, { message, extra }: Reply, only: DescField | undefined): string {
  const json = toJson(schema, message, writeOptions)
  if (only === undefined) return JSON.stringify(extra ? { ...(json as object), ...extra } : json)
  const whole = json as { readonly [key: string]: JsonValue }
  return JSON.stringify(whole[only.jsonName] ?? (only.fieldKind === 'list' ? [] : {}))
}

function sendJson(response: Response, status: number, body: string, extra?: Reply['headers']): void {
  if (response.headersSent || response.destroyed) return
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-robots-tag': 'none',
    ...extra,
  })
  response.end(body)
}

/** Refuses other methods of a known path with 405; OPTIONS returns the list of methods. */
function refuseMethod(response: Response, allowed: readonly string[], httpMethod: string): boolean {
  if (allowed.length === 0) return false
  response.setHeader('allow', [...allowed, 'OPTIONS'].join(', '))
  if (httpMethod === 'OPTIONS') {
    response.writeHead(204)
    response.end()
    return true
  }
  const { rawMessage: message, code } = new ConnectError('Method Not Allowed', Code.Unimplemented)
  sendRestError(response, { code, status: 405, message })
  return true
}
