import { type Endpoint, endpoint } from '../contract/endpoint.ts'
import type { DescribedOperation, OperationDescription } from '../contract/openapi/ownOperations.ts'
import { reasonHeader } from '../contract/reasonHeader.ts'
import type { Traits } from '../contract/traits.ts'
import type { JsonObject } from '../kernel/json.ts'
import { DomainError, refuse } from '../kernel/refusal.ts'
import type { Call } from './call.ts'
import { dictionary, dryRunHeader, dryRunMember } from './dryRun.ts'
import { type OperationQuery, readOperationQuery } from './operationQuery.ts'
import { runByTraits, type TraitRules } from './runMethod.ts'

/** The parameters of an operation's path, its checked query, and the members of its JSON body. */
export interface OperationRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: OperationQuery
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * A request of our own REST API, for what the contract has no method. It runs by the same traits as methods, and checks the
 * permission of its caller itself: in `authorize`, or in `run` where the right depends on what it finds.
 */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** `:name` stands for one segment; a `:userId` of `me` is the caller's. */
  readonly path: `/sallyport/v1/${string}`
  readonly traits?: Traits<OperationRequest>
  readonly describes: OperationDescription
  /** Throws for a caller without the permission, before fresh proofs and a reason are asked for. */
  authorize?(call: Call): void
  run(request: OperationRequest, call: Call): Promise<JsonObject | OperationFile>
}

/** A file as the reply of an operation, which is sent while it is made. */
export interface OperationFile {
  readonly file: {
    readonly type: string
    readonly name: string
    readonly chunks: AsyncIterable<string>
    /** Throws for a caller who may not read the file, or no longer: it is called before each chunk. */
    authorize(call: Call): void
  }
}

/** Returns what the API reference says about an operation. */
export function describedOperation({ method, path, traits, describes }: Operation): DescribedOperation {
  return { method, path, runsDry: traits?.dryRun === true, describes }
}

const notMe = refuse(
  'operation.caller_not_a_user',
  'not_found',
  'me is the caller, who is no user; use the token of a person, or name a user id',
)
const badParameter = refuse(
  'operation.parameter_invalid',
  'invalid_argument',
  'an id in the path is longer than 200 characters; check the address',
)
const badBody = refuse(
  'operation.body_invalid',
  'invalid_argument',
  'the body is no JSON object; send one with the members of this request',
)

/** The longest id that the contract accepts. */
const longestId = 200

/** Serves an operation: with a bearer token, to pages of any origin, with refusals in the contract's JSON; no reply is cached. */
export function operationEndpoint(on: TraitRules, operation: Operation): Endpoint<Call> {
  const { method, path, traits = {}, describes } = operation
  return endpoint({
    methods: [method],
    path: path as string,
    credential: 'bearer',
    cors: 'any origin',
    body: method === 'POST' || method === 'PUT' ? 'json' : 'none',
    refusals: 'contract',
    ownHeaders: [dryRunHeader, reasonHeader],
    async handle({ parameters, query, body }, call: Call) {
      const message: OperationRequest = {
        parameters: namedIds(parameters, call),
        query: readOperationQuery(query, describes.query),
        body: membersOf(body),
      }
      operation.authorize?.(call)
      const run = (by: Call) => operation.run(message, by)
      const { result, measured } = await runByTraits(on, { name: describes.name, traits, message, run }, call)
      if (isFile(result)) return fileReply(result, call)
      return {
        status: 200,
        headers: {
          'content-type': 'application/json',
          'cache-control': 'no-store',
          ...call.responseHeaders,
          ...(measured && { [dryRunHeader]: dictionary(measured.impact) }),
        },
        body: JSON.stringify(measured ? { ...result, dryRun: dryRunMember(measured) } : result),
      }
    },
  })
}

function isFile(result: JsonObject | OperationFile): result is OperationFile {
  return 'file' in result
}

function fileReply({ file }: OperationFile, call: Call) {
  const { type, name } = file
  const headers = {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  }
  return { status: 200, headers, body: whilePermitted(file, call) }
}

/** Ends a file, which the client then knows to be cut, as soon as its caller may not read it any more. */
async function* whilePermitted({ chunks, authorize }: OperationFile['file'], call: Call) {
  for await (const chunk of chunks) {
    authorize((await call.again?.()) ?? call)
    yield chunk
  }
}

function namedIds(parameters: Readonly<Record<string, string>>, { principal }: Call) {
  if (Object.values(parameters).some((id) => id.length > longestId)) throw new DomainError(badParameter)
  if (parameters['userId'] !== 'me') return parameters
  if (principal.kind !== 'user') throw new DomainError(notMe)
  return { ...parameters, userId: principal.userId }
}

function membersOf(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {}
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new DomainError(badBody)
  return body as Record<string, unknown>
}
