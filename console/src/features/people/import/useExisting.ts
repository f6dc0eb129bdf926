import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useQuery } from '@tanstack/react-query'
import { useSender } from '../../../api/useCall.ts'
import type { Row } from './readRows.ts'

/** How many addresses are looked for at a time. */
const atOnce = 200

/** Finds the e-mail addresses of a file that people of the organization have already, in lowercase. */
export function useExisting(
  orgId: string | undefined,
  rows: readonly Row[],
): ReadonlySet<string> | undefined {
  const send = useSender()
  const emails = [...new Set(rows.map(({ person }) => person.email).filter((email) => email !== ''))]
  const { data } = useQuery({
    queryKey: ['people-import', orgId, emails],
    enabled: orgId !== undefined && emails.length > 0,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const found = new Set<string>()
      for (let from = 0; from < emails.length; from += atOnce) {
        const userEmails = emails.slice(from, from + atOnce)
        const { result } = await send(
          UserService.method.listUsers,
          {
            query: { limit: 1000 },
            queries: [
              { query: { case: 'organizationIdQuery', value: { organizationId: orgId ?? '' } } },
              { query: { case: 'inUserEmailsQuery', value: { userEmails } } },
            ],
          },
          { orgId: '', signal },
        )
        for (const { type } of result)
          if (type.case === 'human') found.add((type.value.email?.email ?? '').toLowerCase())
      }
      return found
    },
  })
  return data
}
