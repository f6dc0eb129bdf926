import { OAuthError } from './oauthError.ts'
import type { OidcDeps } from './oidcDeps.ts'

const most = 10

/**
 * Returns the audience of the resources that a request names (RFC 8707 §2): each resource itself and the client id of the API app
 * that has registered it, so that the API can introspect. Throws `invalid_target` if no active API app has registered one.
 */
export async function resourceAudience(
  { database }: Pick<OidcDeps, 'database'>,
  instanceId: string,
  resources: readonly string[],
): Promise<readonly string[]> {
  if (resources.length > most) throw new OAuthError('invalid_target', `name at most ${most} resources`)
  const found = await Promise.all(
    [...new Set(resources)].map(async (resource) => {
      const [api] = await database.find<{ client_id: string }>(
        `select a.client_id from applications a
           join projects p on p.instance_id = a.instance_id and p.project_id = a.project_id and p.state = 'active'
           join organizations o on o.instance_id = a.instance_id and o.org_id = a.org_id and o.state = 'active'
          where a.instance_id = $1 and a.resource = $2 and a.state = 'active' and a.client_id is not null`,
        [instanceId, resource],
      )
      if (api === undefined) {
        throw new OAuthError(
          'invalid_target',
          'no active API has registered this resource; add it to the client metadata of the API app',
        )
      }
      return [resource, api.client_id]
    }),
  )
  return [...new Set(found.flat())]
}

/**
 * The one rule for `resource` in token requests (RFC 8707 §2.2): the access token is for the named resources alone, each of which must
 * be part of the grant. Returns its audience; undefined if the request names none. Throws `invalid_target`.
 */
export async function narrowedAudience(
  on: Pick<OidcDeps, 'database'>,
  instanceId: string,
  granted: readonly string[],
  resources: readonly string[],
): Promise<readonly string[] | undefined> {
  if (resources.length === 0) return undefined
  if (resources.every((resource) => granted.includes(resource))) {
    const named = await resourceAudience(on, instanceId, resources)
    return named.filter((one) => granted.includes(one))
  }
  throw new OAuthError(
    'invalid_target',
    'this resource is not part of the grant; name it in the authorization request, or leave it out',
  )
}
