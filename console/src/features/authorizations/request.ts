import { AuthorizationFieldName } from '@sallyport/contract/zitadel/authorization/v2/authorization_pb.js'
import { TextFilterMethod } from '@sallyport/contract/zitadel/filter/v2/filter_pb.js'
import type { ListState } from '../../kit/listState.ts'

const method = TextFilterMethod.CONTAINS_IGNORE_CASE

/**
 * The request for what a list shows. On one project or person it has the authorizations that every organization gives; otherwise those of
 * the organization in the address, or of the instance. A text with `@` is a login name.
 */
export function requestOf(
  { query, offset, size, sort, descending, filter }: ListState,
  context: string | undefined,
) {
  const [project, role, person, state] = ['project', 'role', 'person', 'state'].map(filter)
  const filters = [
    project && { case: 'projectId' as const, value: { id: project } },
    person && { case: 'inUserIds' as const, value: { ids: [person] } },
    role && { case: 'roleKey' as const, value: { key: role, method: TextFilterMethod.EQUALS } },
    state && { case: 'state' as const, value: { state: Number(state) } },
    !project && !person && context && { case: 'organizationId' as const, value: { id: context } },
    query && textFilter(query),
  ]
  return {
    pagination: { offset: BigInt(offset), limit: size, asc: !descending },
    sortingColumn:
      sort === 'changed' ? AuthorizationFieldName.CHANGED_DATE : AuthorizationFieldName.CREATED_DATE,
    filters: filters.filter((one) => typeof one === 'object').map((one) => ({ filter: one })),
  }
}

function textFilter(query: string) {
  return query.includes('@')
    ? { case: 'userPreferredLoginName' as const, value: { loginName: query, method } }
    : { case: 'userDisplayName' as const, value: { displayName: query, method } }
}
