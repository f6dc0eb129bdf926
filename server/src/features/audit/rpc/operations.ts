import type { Call } from '../../../access/call.ts'
import type { Operation, OperationRequest } from '../../../access/operation.ts'
import type { OperationQuery } from '../../../access/operationQuery.ts'
import { hasPermission, requirePermission } from '../../../access/permission.ts'
import { count, instant, listOf, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type ExportFormat, exported, exportFormats, exportTypes, shownEvent } from '../exportTrail.ts'
import {
  type CommitCursor,
  followTrail,
  readTrail,
  type TimeCursor,
  type Trail,
  type TrailFilter,
} from '../readTrail.ts'

const badInstant = refuse(
  'events.instant_invalid',
  'invalid_argument',
  'since or until is no instant; send one in the form of ISO 8601, such as 2026-01-31T00:00:00Z',
)
const badCursor = refuse(
  'events.cursor_invalid',
  'invalid_argument',
  'before or after is no cursor of this operation, or both are given; send one that a reply had',
)

/** The rights that together cover what the events of an organization show. */
const organizationRights = [
  'org.read',
  'org.member.read',
  'org.idp.read',
  'user.read',
  'user.membership.read',
  'policy.read',
  'project.read',
  'project.app.read',
]

const word = (description: string) => ({ description, schema: { type: 'string' as const } })
const filters = {
  orgId: word(
    'Only events of this organization, as `x-zitadel-orgid` does; without `events.read` on the instance none of a removed one with its id.',
  ),
  actor: word('The id of the user who caused it, or `system`, `login`, `anonymous`.'),
  streamType: word('Such as `user`, `org`, `project`, `session`.'),
  streamId: word('The id of the object.'),
  type: {
    description: 'A type of events; may repeat.',
    schema: { type: 'array' as const, items: { type: 'string' }, maxItems: 50 },
  },
  address: word('The IP address of a client: the events of sessions from there.'),
  text: word('A part of the payload, in any case. The reason of a change that has it is found, too.'),
  since: word('The first instant (ISO 8601).'),
  until: word('The instant after the last one (ISO 8601).'),
}

const event = object({
  position: text('The identity of the event, in the order in which events were numbered.'),
  at: instant(),
  type: text(),
  streamType: text(),
  streamId: text(),
  sequence: count(),
  owner: text('The id of the organization or instance.'),
  actor: text(),
  actorName: text('Empty for parts of the server and removed users.'),
  payload: { type: 'object' },
  verified: object({
    hash: text('Whether the keyed hash of the event follows from it and the one before.', [
      'keyed',
      'unkeyed',
      'broken',
    ]),
    seal: orNull(count('The number of the seal that covers it; `log verify` checks seals.')),
  }),
})

const permission =
  '`events.read` on the instance; with an organization all of ' +
  organizationRights.map((right) => `\`${right}\``).join(', ')

/** The trail of events for audits: what admin.v1 ListEvents has, for organizations too, with cursors, proofs and files. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/events',
    describes: {
      name: 'ListEvents',
      summary: 'List events, the newest first, or those that follow a cursor',
      description:
        'Without a cursor or with `before`, by time, the newest first. With `after`, by commit: poll it for a live tail, in which no event is missed or comes twice; events of the last page by time may come again, with the same position. A page examines at most 20,000 events and ends after 4 MiB of payloads, with `text` also after half a second, so that it may have few or none although `older` is not null.',
      permission,
      query: {
        ...filters,
        before: word('The cursor `older` of a reply.'),
        after: word('The cursor `newer` of a reply.'),
        limit: {
          description: 'The most events.',
          schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
        },
      },
      reply: object({
        events: listOf(event),
        older: orNull(text('For `before`; null after the last event.')),
        newer: text('For `after`.'),
      }),
    },
    async run({ query }, call) {
      const filter = permittedFilter(query, call)
      const limit = query.number('limit')
      const after = commitCursor(query.text('after'))
      const before = timeCursor(query.text('before'))
      if (after && before) throw new DomainError(badCursor)
      // The cursor for newer events is taken first, so that none is lost in between.
      const tail = await followTrail(deps, filter, { after, limit })
      const page: Trail = after
        ? { events: tail.events, next: undefined }
        : await readTrail(deps, filter, { from: before, asc: false, limit })
      return {
        events: page.events.map(shownEvent),
        older: page.next ? `${page.next.at}_${page.next.position}` : null,
        newer: `${tail.next.xact}_${tail.next.position}`,
      }
    },
  },
  {
    method: 'GET',
    path: '/sallyport/v1/events/export',
    describes: {
      name: 'ExportEvents',
      summary: 'Export events as CSV or lines of JSON, the oldest first',
      description:
        'The file is sent while it is read, and cut once the caller may not read it any more. In CSV a text that a spreadsheet would take for a formula begins with an apostrophe.',
      permission,
      query: {
        ...filters,
        format: {
          description: 'The format of the file.',
          schema: { type: 'string', enum: exportFormats, default: 'csv' },
        },
      },
      reply: { file: Object.values(exportTypes) },
    },
    run: (request, call) => file(deps, request, call),
  },
]

async function file(deps: Deps, { query }: OperationRequest, call: Call) {
  const filter = permittedFilter(query, call)
  const format = query.text('format') as ExportFormat
  // Events that are committed meanwhile do not make the file endless.
  const until = filter.until || call.now.toISOString()
  async function* chunks() {
    for (let from: TimeCursor | undefined, isFirst = true; ; isFirst = false) {
      const { events, next } = await readTrail(deps, { ...filter, until }, { from, asc: true, limit: 1000 })
      yield exported(format, events, isFirst)
      if (next === undefined) return
      from = next
    }
  }
  const authorize = (by: Call) => void permittedFilter(query, by)
  return { file: { type: exportTypes[format], name: `events.${format}`, chunks: chunks(), authorize } }
}

function permittedFilter(query: OperationQuery, call: Call): TrailFilter {
  const orgId = query.text('orgId') || (call.orgFromHeader ? call.orgId : '')
  for (const right of orgId === '' ? ['events.read'] : organizationRights) {
    requirePermission(call, right, { orgId: orgId || undefined })
  }
  return {
    instanceId: call.instance.id,
    orgId,
    withRemoved: hasPermission(call.principal, 'events.read', { instanceId: call.instance.id }),
    actor: query.text('actor'),
    streamType: query.text('streamType'),
    streamId: query.text('streamId'),
    types: query.all('type'),
    address: query.text('address'),
    text: query.text('text'),
    since: instantOf(query.text('since')),
    until: instantOf(query.text('until')),
  }
}

function instantOf(given: string): string {
  if (given === '') return ''
  if (!/^\d{4}-\d{2}-\d{2}/.test(given) || !isStorable(new Date(given))) throw new DomainError(badInstant)
  return new Date(given).toISOString()
}

/** The database has no year 0, and ISO 8601 writes years beyond 9999 in another form. */
function isStorable(instant: Date): boolean {
  const year = instant.getUTCFullYear()
  return year >= 1 && year <= 9999
}

function timeCursor(given: string): TimeCursor | undefined {
  if (given === '') return undefined
  const [, at = '', position = ''] = /^(\d{4}-\d{2}-\d{2}T[\d:.]{8,15}Z)_(\d{1,18})$/.exec(given) ?? []
  const instant = new Date(at)
  // A day that its month does not have would roll over.
  if (!isStorable(instant) || instant.toISOString().slice(0, 10) !== at.slice(0, 10)) {
    throw new DomainError(badCursor)
  }
  return { at, position }
}

function commitCursor(given: string): CommitCursor | undefined {
  if (given === '') return undefined
  const [, xact, position] = /^(\d{1,18})_(\d{1,18})$/.exec(given) ?? []
  if (xact === undefined || position === undefined) throw new DomainError(badCursor)
  return { xact, position }
}
