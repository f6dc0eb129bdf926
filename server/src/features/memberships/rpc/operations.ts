import type { Operation } from '../../../access/operation.ts'
import { listOf, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import type { Deps } from '../../manifest.ts'
import { callersRights, type NamedRights } from '../callersRights.ts'

const rights = { roles: listOf(text()), permissions: listOf(text()) }
const named = { name: text(), orgId: text(), ...rights }

/** The caller's rights in one reply, from which pages derive what they show. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/rights',
    describes: {
      name: 'ListOwnRights',
      summary: 'List the rights of the caller',
      description:
        'The permissions of the instance hold on all of its objects, those of an organization on everything that it owns, those of a project or grant on it alone. At most 1,000 objects of each kind.',
      permission: 'any token',
      reply: object({
        userId: orNull(text('Null for callers that are no users.')),
        instance: object(rights),
        organizations: listOf(object({ ...named })),
        projects: listOf(object({ projectId: text(), ...named })),
        grants: listOf(object({ grantId: text(), projectId: text(), ...named })),
      }),
    },
    async run(_, call) {
      const { instance, organizations, projects, grants } = await callersRights(deps, call)
      return {
        userId: call.principal.kind === 'user' ? call.principal.userId : null,
        instance: { roles: instance.roles, permissions: instance.permissions },
        organizations: organizations.map(common),
        projects: projects.map((one) => ({ projectId: one.id, ...common(one) })),
        grants: grants.map((one) => ({ grantId: one.id, projectId: one.projectId, ...common(one) })),
      }
    },
  },
]

function common({ name, orgId, roles, permissions }: NamedRights) {
  return { name, orgId, roles, permissions }
}
