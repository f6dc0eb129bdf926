import { QueryCache, QueryClient } from '@tanstack/react-query'
import { problemOf } from './problem.ts'

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly [name: string]: unknown }
  }
}

/**
 * Makes the cache of replies. A write makes all of them old, because a read at the server shows every write at once. A reply that is shown
 * and cannot be read again is reported, because it may be old.
 */
export function newQueryClient(reportOld: (error: unknown) => void): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { state }) => {
        if (state.data !== undefined) reportOld(error)
      },
    }),
    defaultOptions: {
      queries: {
        queryKeyHashFn: hashKey,
        staleTime: 10_000,
        retry: (count, error) => count < 2 && problemOf(error).kind === 'unreachable',
      },
      mutations: { onSuccess: () => client.invalidateQueries() },
    },
  })
  return client
}

/** Serializes a key, whose messages may hold 64-bit numbers. */
function hashKey(key: readonly unknown[]): string {
  return JSON.stringify(key, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : sorted(value)))
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
