import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { Call } from '../../access/call.ts'
import { type Endpoint, type EndpointReply, endpoint } from '../../contract/endpoint.ts'
import type { HandlerLookup } from '../../contract/handlers.ts'
import { type ServedContract, servedGroups } from '../../contract/openapi/document.ts'
import type { DescribedOperation } from '../../contract/openapi/ownOperations.ts'
import { services } from '../../contract/services.ts'
import { contentEncoding } from '../../kernel/contentEncoding.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { refusalPage } from '../refusalPage.ts'
import { openDocuments } from './documents.ts'
import { referenceFiles, referencePage } from './referencePage.ts'

const notFound = refuse(
  'api_reference.not_found',
  'not_found',
  'there is no such document; /docs lists the groups of the API',
)

const common = { methods: ['GET'], credential: 'anyone', body: 'none' } as const

/** Serves the OpenAPI documents to all origins, and at `/docs` a reference in which calls can be tried. */
export function apiReferenceEndpoints(
  lookup: HandlerLookup<Call>,
  operations: readonly DescribedOperation[],
): readonly Endpoint<Call>[] {
  const served = () => ({ methods: servedMethods(lookup), operations })
  const documents = openDocuments(served)
  const show = async (group: string, call: Call) => {
    const document = await documents.find(group)
    if (document === undefined) throw new DomainError(notFound)
    return compressed(call, document, 'application/json', 'no-cache')
  }
  const files = new Map<string, Promise<Uint8Array>>()
  return [
    endpoint({
      ...common,
      path: '/openapi.json',
      cors: 'any origin',
      refusals: 'contract',
      handle: (_, call: Call) => show('', call),
    }),
    endpoint({
      ...common,
      path: '/openapi/:document',
      cors: 'any origin',
      refusals: 'contract',
      handle: ({ parameters: { document } }, call: Call) => {
        const [, group = 'none'] = /^([\w.]+)\.json$/.exec(document) ?? []
        return show(group, call)
      },
    }),
    endpoint({
      ...common,
      path: '/docs',
      cors: 'none',
      refusals: refusalPage,
      handle: async (_, _call: Call) => {
        const groups = servedGroups(served())
        return {
          kind: 'page',
          status: 200,
          compressible: true,
          html: (nonce) => referencePage(groups, nonce),
        }
      },
    }),
    endpoint({
      ...common,
      path: '/docs/:file',
      cors: 'none',
      refusals: 'text',
      async handle({ parameters: { file } }, call: Call) {
        const type = Object.hasOwn(referenceFiles, file) ? referenceFiles[file] : undefined
        if (type === undefined) throw new DomainError(notFound)
        const bytes = files.get(file) ?? readCompressed(file)
        files.set(file, bytes)
        return compressed(call, await bytes, type, 'public, max-age=3600')
      },
    }),
  ]
}

function servedMethods(lookup: HandlerLookup<Call>): ServedContract['methods'] {
  return new Map(
    services.flatMap((service) =>
      service.methods.flatMap((method) => {
        const handler = lookup(method)
        const name = `${service.typeName}.${method.name}`
        return handler ? [[name, { runsDry: handler.traits?.dryRun === true }] as const] : []
      }),
    ),
  )
}

async function readCompressed(file: string): Promise<Uint8Array> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`)))
  return promisify(gzip)(bytes)
}

async function compressed(
  call: Call,
  bytes: Uint8Array,
  type: string,
  caching: string,
): Promise<EndpointReply<'anyone'>> {
  const takesGzip = contentEncoding(call.headers.get('accept-encoding'), ['gzip']) === 'gzip'
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': caching,
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...(takesGzip && { 'content-encoding': 'gzip' }),
    },
    body: takesGzip ? bytes : await promisify(gunzip)(bytes),
  }
}
