import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { BrowserHandle } from '../queries.ts'
import { browserFacet, countsSecret, type KnownBrowser } from '../state.ts'

/** A browser in a unit of work; `known` only if the cookie of the request still counts. */
export interface LoadedBrowser {
  readonly stream: Stream
  readonly known: KnownBrowser | undefined
}

/** Loads a browser and judges the cookie of the request again, as another request may have rotated its secret meanwhile. */
export async function loadBrowser(tx: Transaction, { id, secretId }: BrowserHandle): Promise<LoadedBrowser> {
  const stream = await tx.load({ type: 'browser', id })
  const state = stream.state(browserFacet)
  const known = state.kind === 'known' && countsSecret(state, secretId, tx.now) ? state : undefined
  return { stream, known }
}
