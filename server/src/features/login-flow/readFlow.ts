import { LRUCache } from 'lru-cache'
import type { Call } from '../../access/call.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import { fastPaths } from '../../kernel/fastPaths.ts'
import type { Deps } from '../manifest.ts'
import { type ConfirmedFacts, type FactsKey, readConfirmedFacts } from './readFacts.ts'
import { type FoundRequest, readRequest } from './readRequest.ts'

/** The request that a page names, undefined if it names none, with the facts of its login. */
export interface ReadFlow extends ConfirmedFacts {
  readonly found: FoundRequest | undefined
}

/** What a page knows before it reads; the request is read here. */
export type FlowKey = Omit<FactsKey, 'request' | 'confirmed'> & { readonly requestId: string | null }

/** Streams of requests that this process has read. */
const known = new LRUCache<string, Stream>({ max: 5000 })

/**
 * Reads the request of a page and the facts of its login. A request that this process has read before comes from a cache; the statement of
 * the facts says whether its stream has changed since, and then both are read again.
 */
export async function readFlow(
  deps: Pick<Deps, 'log' | 'database'>,
  call: Pick<Call, 'instance' | 'now' | 'pageReads'>,
  key: FlowKey,
): Promise<ReadFlow> {
  const cached = await attempt(deps, call, key, (ref) => (fastPaths ? known.get(nameOf(ref)) : undefined))
  if (cached.stream === undefined || cached.flow.sequence === cached.stream.sequence) return cached.flow
  return (await attempt(deps, call, key, () => undefined)).flow
}

async function attempt(
  { log, database }: Pick<Deps, 'log' | 'database'>,
  call: Pick<Call, 'instance' | 'now' | 'pageReads'>,
  { requestId, ...key }: FlowKey,
  remembered: (ref: StreamRef) => Stream | undefined,
): Promise<{ readonly flow: ReadFlow; readonly stream: Stream | undefined }> {
  let stream: Stream | undefined
  const load = async (ref: StreamRef) => {
    stream = remembered(ref) ?? (await log.load(ref))
    known.set(nameOf(ref), stream)
    return stream
  }
  const found =
    requestId === null ? undefined : await readRequest({ log: { load }, database }, call, requestId)
  const request = found?.kind === 'open' ? found.request : undefined
  const source = call.pageReads ?? database
  const confirmed = await readConfirmedFacts(source, call, { ...key, request, confirmed: stream })
  return { flow: { ...confirmed, found }, stream }
}

function nameOf({ instanceId, type, id }: StreamRef): string {
  return `${instanceId} ${type} ${id}`
}
