import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { readFacts } from '../../features/login-flow/index.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { readRegistration } from './registration.ts'

/**
 * Returns the organization whose verified domain an unknown name ends in, if its policy allows discovery and registration. An organization
 * that the application or the address names stays the one (hosted login notes §4).
 */
export async function discoverOrganization(
  context: PageContext,
  loginName: string,
): Promise<string | undefined> {
  const { deps, call, login, facts, query } = context
  const domain = loginName.slice(loginName.lastIndexOf('@') + 1)
  const isNamed = facts.request?.organization !== undefined || query.has('organization')
  if (isNamed || domain === loginName || domain === '') return undefined
  const { result } = await deps.inProcess.client(OrganizationService, login).listOrganizations({
    queries: [
      { query: { case: 'domainQuery', value: { domain, method: TextQueryMethod.EQUALS_IGNORE_CASE } } },
    ],
  })
  const [found] = result
  if (found === undefined) return undefined
  const inside = await readFacts(deps.database, call, { account: { by: 'nobody' }, organization: found.id })
  if (!inside.context.allowDomainDiscovery) return undefined
  const { kind } = await readRegistration(context, found.id)
  return kind === 'open' ? found.id : undefined
}
