import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useSession } from '../session/SessionProvider.tsx'
import { lastReply } from './lastReply.ts'
import { callRest, type RestCall } from './rest.ts'
import { useContextOrganization } from './useContextOrganization.ts'

/** How a read is made. */
export interface ReadOptions {
  /** False keeps the read from being sent. */
  readonly enabled?: boolean
  /** The organization that it is about; the one of the address unless given, '' for none. */
  readonly orgId?: string | undefined
  /** Milliseconds after which it is sent again. */
  readonly refetchInterval?: number
}

/**
 * Reads by the REST API: `useRead('/sallyport/v1/rights')`, or with a body for a search of the contract. The reply is kept by path, body
 * and organization; while another page of a list is read, the one before it stays.
 */
export function useRead<Reply>(path: string, options: ReadOptions & { readonly body?: unknown } = {}) {
  const session = useSession()
  const context = useContextOrganization()
  const { body, enabled, refetchInterval } = options
  const orgId = options.orgId ?? context ?? ''
  const query = useQuery({
    queryKey: [path, orgId, body],
    queryFn: ({ signal }) =>
      callRest<Reply>(session, { path, orgId, signal, ...(body !== undefined && { method: 'POST', body }) }),
    placeholderData: keepPreviousData,
    ...(enabled !== undefined && { enabled }),
    ...(refetchInterval !== undefined && { refetchInterval }),
  })
  return lastReply(query)
}

/** How a change is made. */
export interface ChangeOptions extends Pick<ReadOptions, 'orgId'> {
  /** Leads away from the page of a thing that is gone, before all reads are repeated. */
  leave?(): Promise<unknown>
}

/** Sends REST calls outside of components' reads and changes, such as a dry run before a change. */
export function useRestSender() {
  const session = useSession()
  const context = useContextOrganization()
  return <Reply>(call: RestCall) => callRest<Reply>(session, { orgId: context, ...call })
}

/** Changes by the REST API, also dry: `send.mutateAsync({ method: 'DELETE', path, dryRun: 'people' })`. */
export function useRestChange<Reply>({ leave }: Pick<ChangeOptions, 'leave'> = {}) {
  const session = useSession()
  const context = useContextOrganization()
  return useMutation({
    async mutationFn(call: RestCall) {
      const reply = await callRest<Reply>(session, { orgId: context, ...call })
      if (!call.dryRun) await leave?.()
      return reply
    },
  })
}
