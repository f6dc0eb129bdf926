import type { Operation } from '../../../access/operation.ts'
import { listOf, object, text } from '../../../contract/openapi/ownOperations.ts'
import type { Deps } from '../../manifest.ts'
import { namesOfOrganizations, visibleOrganizations } from '../queries.ts'

/** The most organizations that one call names: those of the longest page of a list. */
const most = 100

/** The names of organizations that a list mentions by id, in one call; the contract finds one id at a time. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/organizations',
    describes: {
      name: 'GetOrganizationNames',
      summary: 'Get the names of organizations by their ids',
      description: 'Ids of organizations that do not exist, or that the caller may not read, are left out.',
      permission: 'any token; the reply holds what the caller may read by `org.read`',
      query: {
        id: {
          description: 'An id; may repeat.',
          required: true,
          schema: { type: 'array', items: { type: 'string' }, maxItems: most },
        },
      },
      reply: object({ organizations: listOf(object({ orgId: text(), name: text() })) }),
    },
    async run({ query }, call) {
      const rows = await namesOfOrganizations(
        deps.database,
        call.instance.id,
        visibleOrganizations(call),
        query.all('id'),
      )
      return { organizations: rows.map(({ org_id, name }) => ({ orgId: org_id, name })) }
    },
  },
]
