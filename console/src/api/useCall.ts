import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from '@bufbuild/protobuf'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useSession } from '../session/SessionProvider.tsx'
import { lastReply } from './lastReply.ts'
import { sendCall } from './sendCall.ts'
import { useContextOrganization } from './useContextOrganization.ts'
import type { ChangeOptions, ReadOptions } from './useRead.ts'

/**
 * Reads by a method of the contract: `useCall(OrganizationService.method.listOrganizations, {…})`. The reply is kept by method, input
 * and organization; while another page of a list is read, the one before it stays.
 */
export function useCall<Input extends DescMessage, Output extends DescMessage>(
  method: DescMethodUnary<Input, Output>,
  input: MessageInitShape<Input>,
  options: ReadOptions = {},
) {
  const session = useSession()
  const context = useContextOrganization()
  const { enabled, refetchInterval } = options
  const orgId = options.orgId ?? context ?? ''
  const query = useQuery({
    queryKey: [method.parent.typeName, method.name, orgId, input],
    queryFn: ({ signal }) => sendCall(session, method, input, { orgId, signal }),
    placeholderData: keepPreviousData,
    ...(enabled !== undefined && { enabled }),
    ...(refetchInterval !== undefined && { refetchInterval }),
  })
  return lastReply(query)
}

/** Changes by a method of the contract: `const add = useChange(…); await add.mutateAsync(input)`. Every read is repeated afterwards. */
export function useChange<Input extends DescMessage, Output extends DescMessage>(
  method: DescMethodUnary<Input, Output>,
  options: ChangeOptions = {},
) {
  const session = useSession()
  const context = useContextOrganization()
  const orgId = options.orgId ?? context ?? ''
  return useMutation({
    async mutationFn(input: MessageInitShape<Input>) {
      const reply = await sendCall(session, method, input, { orgId })
      await options.leave?.()
      return reply
    },
  })
}

/** Sends requests outside of components' reads and changes, such as the pages of an export. */
export function useSender() {
  const session = useSession()
  const context = useContextOrganization() ?? ''
  return <Input extends DescMessage, Output extends DescMessage>(
    method: DescMethodUnary<Input, Output>,
    input: MessageInitShape<Input>,
    { orgId = context, signal }: { readonly orgId?: string; readonly signal?: AbortSignal } = {},
  ): Promise<MessageShape<Output>> => sendCall(session, method, input, { orgId, ...(signal && { signal }) })
}
