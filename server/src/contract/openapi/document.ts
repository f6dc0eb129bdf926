import type { DescService } from '@bufbuild/protobuf'
import { type RestRoute, restRoutes } from '../restRoutes.ts'
import { services } from '../services.ts'
import type { DocComments } from './docComments.ts'
import {
  type Example,
  type OperationContext,
  operationRequest,
  operationResponses,
  pathOf,
} from './operation.ts'
import { type DescribedOperation, ownGroup, ownPaths } from './ownOperations.ts'
import { sharedParameters } from './ownParameters.ts'
import type { PublishedTexts } from './publishedTexts.ts'
import { type Schema, SchemaSet } from './schema.ts'

/** The methods that the server serves, and the examples of calls. Names have the form `zitadel.user.v2.UserService.AddKey`. */
export interface ServedContract {
  /** The value says whether the method can run dry. */
  readonly methods: ReadonlyMap<string, { readonly runsDry: boolean }>
  /** Our own REST API, a group by itself. */
  readonly operations: readonly DescribedOperation[]
  readonly examples: Readonly<Record<string, Example>>
  readonly comments: DocComments
  readonly published: PublishedTexts
}

/** Returns the group of a service, such as `user.v2`: its package without the first name. */
function groupOf(service: DescService): string {
  return service.typeName.split('.').slice(1, -1).join('.')
}

/** Returns the groups of which the server serves a method, in alphabetical order, then that of our own operations. */
export function servedGroups({
  methods,
  operations,
}: Pick<ServedContract, 'methods' | 'operations'>): readonly string[] {
  const served = services.filter((service) =>
    service.methods.some((method) => methods.has(`${service.typeName}.${method.name}`)),
  )
  const groups = [...new Set(served.map(groupOf))].toSorted()
  return operations.length > 0 ? [...groups, ownGroup] : groups
}

/**
 * Returns the OpenAPI 3.1 document of the served REST routes of a group of services, or of all groups. Methods without a
 * handler are left out; they answer 501.
 */
export function openApiDocument(contract: ServedContract, group?: string): Schema {
  const chosen = services.filter((service) => group === undefined || groupOf(service) === group)
  const context: OperationContext = {
    schemas: new SchemaSet(contract.comments, contract.published),
    comments: contract.comments,
    published: contract.published,
    examples: contract.examples,
    runsDry: (name) => contract.methods.get(name)?.runsDry === true,
  }
  const routes = restRoutes(chosen).filter(({ method }) =>
    contract.methods.has(`${method.parent.typeName}.${method.name}`),
  )
  const operations = operationsOf(routes, context)
  const own = group === undefined || group === ownGroup ? contract.operations : []
  return {
    openapi: '3.1.0',
    info: {
      title: group === undefined ? 'Sallyport API' : `Sallyport API: ${group}`,
      description:
        group === ownGroup
          ? 'Operations of our own REST API, for what the public API contract has no method.'
          : 'REST routes of the public API contract. The same methods are served over gRPC, gRPC-Web and Connect under `/<service>/<method>`.',
      version: group?.split('.').at(-1) ?? 'all',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: [...tagsOf(operations), ...(own.length > 0 ? [{ name: ownGroup }] : [])],
    paths: { ...pathsOf(operations), ...ownPaths(own, contract.examples) },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A personal access token or session token.' },
      },
      parameters: sharedParameters,
      schemas: { ...context.schemas.components, Error: errorSchema },
    },
  }
}

interface Described {
  readonly template: string
  readonly httpMethod: string
  readonly operation: Schema
}

function operationsOf(routes: readonly RestRoute[], context: OperationContext): readonly Described[] {
  const seen = new Map<string, number>()
  const names = new Map<string, string>()
  const requests = routes.map((route) => {
    const path = pathOf(route)
    // OpenAPI knows a path by its form: the first names of its parameters hold for all its methods.
    const form = path.template.replaceAll(/\{[^}]*\}/g, '{}')
    const template = names.get(form) ?? path.template
    names.set(form, template)
    const keys = [...template.matchAll(/\{([^}]*)\}/g)].map(([, key = '']) => key)
    const parameters = path.parameters.map((one, at) => ({ ...one, name: keys[at] ?? one.name }))
    const request = operationRequest(route, { template, parameters }, context)
    const id = String(request['operationId'])
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return { route, template, request: count === 1 ? request : { ...request, operationId: `${id}_${count}` } }
  })
  return requests.map(({ route, template, request }) => ({
    template,
    httpMethod: route.httpMethod.toLowerCase(),
    operation: { ...request, responses: operationResponses(route, context) },
  }))
}

function pathsOf(operations: readonly Described[]): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  for (const { template, httpMethod, operation } of operations) {
    const item = paths[template] ?? {}
    paths[template] = item
    // Of two routes with one method and path the first is served.
    item[httpMethod] ??= operation
  }
  return paths
}

function tagsOf(operations: readonly Described[]): readonly Schema[] {
  const tags = operations.flatMap(({ operation }) => operation['tags'] as readonly string[])
  return [...new Set(tags)].toSorted().map((name) => ({ name }))
}

const errorSchema: Schema = {
  type: 'object',
  description: 'A refusal (google.rpc.Status). `code` is the gRPC status code.',
  properties: {
    code: { type: 'integer', format: 'int32' },
    message: { type: 'string' },
    details: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          '@type': { type: 'string' },
          id: { type: 'string', description: 'The stable code of the refusal.' },
          message: { type: 'string' },
        },
        required: ['@type'],
      },
    },
  },
  required: ['code', 'message'],
}
