import type { MessageShape } from '@bufbuild/protobuf'
import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { AdminService, type ListEventsRequestSchema } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { implement } from '../../../contract/handlers.ts'
import type { Facet } from '../../../kernel/facet.ts'
import type { InstanceId } from '../../../kernel/ids.ts'
import { instantOf } from '../../../kernel/instant.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Deps } from '../../manifest.ts'
import { type EventSearch, listEvents } from '../queries.ts'
import { encodeAggregateType, encodeEvent, encodeEventType } from './encode.ts'

/** The events of the instance, and the types to filter them by. */
export const adminService = (deps: Deps, facets: () => readonly Facet<Json>[]) =>
  implement<typeof AdminService, Call>(AdminService, {
    async listEvents(request, call) {
      const rows = await listEvents(deps.database, decodeSearch(request, call.instance.id))
      return { events: rows.map(encodeEvent) }
    },

    async listEventTypes() {
      const types = facets().flatMap(({ events }) => events.map(({ type }) => type))
      return { eventTypes: sorted(types).map(encodeEventType) }
    },

    async listAggregateTypes() {
      const types = facets().flatMap(({ streams }) => streams)
      return { aggregateTypes: sorted(types).map(encodeAggregateType) }
    },
  })

function sorted(types: readonly string[]): readonly string[] {
  return [...new Set(types)].sort()
}

function decodeSearch(
  request: MessageShape<typeof ListEventsRequestSchema>,
  instanceId: InstanceId,
): EventSearch {
  return {
    instanceId,
    creator: request.editorUserId,
    types: request.eventTypes,
    streamId: request.aggregateId,
    streamTypes: request.aggregateTypes,
    owner: request.resourceOwner,
    sequence: request.sequence,
    asc: request.asc,
    limit: request.limit,
    ...decodePeriod(request),
  }
}

/** Reading begins at `from`: later events follow if ascending, earlier ones if descending. */
function decodePeriod({
  creationDate,
  creationDateFilter: filter,
  asc,
}: MessageShape<typeof ListEventsRequestSchema>): Pick<EventSearch, 'since' | 'until'> {
  if (filter.case === 'range')
    return { ...bound('since', filter.value.since), ...bound('until', filter.value.until) }
  return bound(asc ? 'since' : 'until', filter.case === 'from' ? filter.value : creationDate)
}

function bound(
  name: 'since' | 'until',
  instant: Timestamp | undefined,
): Pick<EventSearch, 'since' | 'until'> {
  return instant === undefined ? {} : { [name]: instantOf(instant) }
}
