import { create, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import { pino } from 'pino'
import type { Call } from '../access/call.ts'
import type { Membership } from '../access/principal.ts'
import type { Config } from '../config/config.ts'
import { mergeHandlers } from '../contract/handlers.ts'
import type { Migration } from '../database/migrate.ts'
import { logMigrations, type OpenEventLog, openEventLog } from '../eventlog/index.ts'
import type { Reaction } from '../eventlog/types.ts'
import type { Deps, Feature } from '../features/manifest.ts'
import { type Facet, ownedSchemas } from '../kernel/facet.ts'
import { createTestDatabase } from './testDatabase.ts'

/** A few features on a database of their own, with their handlers called as after the gate. */
export interface TestLog {
  readonly deps: Deps & { readonly log: OpenEventLog }
  /** Calls a handler with a request in the contract's shape; refusals come as `DomainError`. */
  ask<Method extends DescMethodUnary>(
    method: Method,
    request: MessageInitShape<Method['input']>,
    call: Call,
  ): Promise<MessageShape<Method['output']>>
  close(): Promise<void>
}

/** Opens the log for these features; `migrations` make tables of features that are left out. */
export async function openTestLog(
  features: readonly Feature[],
  migrations: readonly Migration[] = [],
  config = { totpIssuer: 'Sallyport' } as Config,
): Promise<TestLog> {
  const all = [...logMigrations, ...features.flatMap((feature) => feature.migrations ?? []), ...migrations]
  const opened = await createTestDatabase(all)
  const logger = pino({ level: 'silent' })
  const facets = features.flatMap((feature) => feature.facets ?? [])
  const reactions = features.flatMap((feature) => feature.reactions ?? [])
  const log = await openEventLog({
    database: opened.database,
    schema: {
      facets: [...facets, ...ownersOfMissing(facets, reactions)],
      reactions,
      tables: features.flatMap((feature) => feature.tables ?? []),
      constraints: Object.assign({}, ...features.map((feature) => feature.constraints ?? {})),
    },
    masterKey: Buffer.alloc(32, 7),
    logger,
  })
  const deps = { log, database: opened.database, config, logger }
  const lookup = mergeHandlers(features.flatMap((feature) => feature.handlers?.(deps) ?? []))
  return {
    deps,
    async ask<Method extends DescMethodUnary>(
      method: Method,
      request: MessageInitShape<Method['input']>,
      call: Call,
    ) {
      const handler = lookup(method)
      if (!handler) throw new Error(`no handler for ${method.name}`)
      const reply = create(method.output, await handler(create(method.input, request), call))
      return reply as MessageShape<Method['output']>
    },
    async close() {
      await log.close()
      await opened.close()
    },
  }
}

/** A facet that owns the events of left-out features that the others wait for. */
function ownersOfMissing(facets: readonly Facet[], reactions: readonly Reaction[]): readonly Facet[] {
  const owned = new Set(facets.flatMap((facet) => Object.keys(ownedSchemas(facet))))
  const awaited = [...facets.flatMap(({ hears = [] }) => hears), ...reactions.flatMap(({ on }) => on)]
  const missing = awaited.filter((event) => typeof event !== 'string' && !owned.has(event.type))
  if (missing.length === 0) return []
  return [
    {
      name: 'missing',
      streams: [...new Set(facets.flatMap(({ streams }) => streams))],
      events: [...new Set(missing)].filter((event) => typeof event !== 'string'),
      initial: null,
      evolve: (state) => state,
    },
  ]
}

/** The time at which test calls are made unless told otherwise. */
export const testTime = new Date('2026-11-21T12:00:00.000Z')

/** A call by a user of instance `i1`, organization `o1`; `memberships` none unless told. */
export function testCall(
  userId: string,
  options: {
    readonly memberships?: readonly Membership[]
    readonly orgId?: string
    readonly now?: Date
    readonly instanceId?: string
  } = {},
): Call {
  const { memberships = [], orgId = 'o1', now = testTime, instanceId = 'i1' } = options
  return {
    instance: {
      id: instanceId,
      name: 'test',
      defaultOrgId: 'o1',
      defaultLanguage: 'en',
      primaryDomain: 'localhost',
    },
    principal: {
      kind: 'user',
      userId,
      orgId,
      machine: false,
      token: { kind: 'pat', id: 'test' },
      memberships,
    },
    orgId,
    orgFromHeader: false,
    origin: { url: 'http://localhost', domain: 'localhost', secure: false },
    headers: new Headers(),
    now,
    clientAddress: '127.0.0.1',
    dryRun: undefined,
    responseHeaders: {},
  }
}

/** Roles on instance `i1`, as a membership of a test call. */
export function onInstance(...roles: readonly string[]): Membership {
  return { scope: 'instance', aggregateId: 'i1', roles }
}

/** Roles on an organization, as a membership of a test call. */
export function onOrganization(orgId: string, ...roles: readonly string[]): Membership {
  return { scope: 'org', aggregateId: orgId, roles }
}
