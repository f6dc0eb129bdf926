import type { Call } from '../../../access/call.ts'
import { orgId, projectId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { findGrantId } from '../administratorQueries.ts'
import type { AdministeredResource } from '../writes/writeAdministrator.ts'

const resourceMissing = refuse(
  'memberships.resource_missing',
  'invalid_argument',
  'the request names no resource; name the instance, an organization, a project or a project grant',
)

/** The contract's `ResourceType`, of v2 and v2beta. */
export interface ResourceFields {
  readonly resource:
    | { readonly case: 'instance'; readonly value: boolean }
    | { readonly case: 'organizationId' | 'projectId'; readonly value: string }
    | {
        readonly case: 'projectGrant'
        readonly value: {
          readonly projectId: string
          /** The organization that has the grant. */
          readonly organizationId: string
          /** Of v2beta, whose first clients name grants by their ids. */
          readonly projectGrantId?: string
        }
      }
    | { readonly case: undefined }
}

/** Reads the resource of a request; an unknown grant has the id ''. */
export async function decodeResource(
  { database }: Pick<Deps, 'database'>,
  { instance }: Pick<Call, 'instance'>,
  fields: ResourceFields | undefined,
): Promise<AdministeredResource> {
  const resource = fields?.resource
  switch (resource?.case) {
    case 'instance':
      return { level: 'instance' }
    case 'organizationId':
      return { level: 'org', orgId: orgId(resource.value) }
    case 'projectId':
      return { level: 'project', projectId: projectId(resource.value) }
    case 'projectGrant': {
      const { projectId: id, organizationId, projectGrantId } = resource.value
      const grantId = projectGrantId || (await findGrantId(database, instance.id, id, organizationId))
      return { level: 'project_grant', projectId: projectId(id), grantId: grantId ?? '' }
    }
    default:
      throw new DomainError(resourceMissing)
  }
}
