import type { Call } from '../../access/call.ts'
import { readFromOf } from '../../access/personReads.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import type { StreamRef } from '../../kernel/facet.ts'
import type { Deps } from '../manifest.ts'
import { type FactsKey, type KeptFacts, readKeptFacts } from './readFacts.ts'
import { type FoundRequest, readRequest } from './readRequest.ts'

/** The request that a page names, undefined if it names none, with the facts of its login. */
export interface ReadFlow extends KeptFacts {
  readonly found: FoundRequest | undefined
}

/** What a page knows before it reads; the request is read here. */
export type FlowKey = Omit<FactsKey, 'request'> & { readonly requestId: string | null }

/** Reads the request of a page and the facts of its login, both of which may be kept. */
export async function readFlow(
  { log, database }: Pick<Deps, 'log' | 'database'>,
  read: Read,
  call: Pick<Call, 'instance' | 'now'>,
  { requestId, ...key }: FlowKey,
): Promise<ReadFlow> {
  const load = (ref: StreamRef) =>
    read({
      kind: 'request',
      key: `${ref.instanceId} ${ref.type} ${ref.id}`,
      // The login will answer it.
      load: () => log.load(ref, { caches: true }),
      readFrom: ({ sequence }) =>
        sequence === 0 ? undefined : readFromOf(ref.instanceId, [{ [ref.type]: [ref.id] }]),
    })
  const found =
    requestId === null ? undefined : await readRequest({ log: { load }, database }, call, requestId)
  const request = found?.kind === 'open' ? found.request : undefined
  return { ...(await readKeptFacts(read, database, call, { ...key, request })), found }
}
