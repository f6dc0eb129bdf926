import type { Call } from '../../access/call.ts'
import { hasPermission } from '../../access/permission.ts'
import type { Browser } from '../../features/browsers/index.ts'
import type { Deps } from '../../features/manifest.ts'
import { findCredentialHolder } from '../../features/memberships/index.ts'

/**
 * Whether a browser may look at pages in a frame, and at a branding that is not active yet: if it holds a proved session of a person who may read the policies
 * there, of the organization or without one of the instance.
 */
export async function mayPreview(
  { database }: Pick<Deps, 'database'>,
  { instance }: Pick<Call, 'instance'>,
  browser: Browser | undefined,
  orgId: string | undefined,
): Promise<boolean> {
  const people = (browser?.accounts ?? []).flatMap((account) =>
    account.live && account.proved ? [account.userId] : [],
  )
  const holders = await Promise.all(
    people.map((userId) => findCredentialHolder(database, instance.id, userId)),
  )
  const permission = orgId === undefined ? 'iam.policy.read' : 'policy.read'
  return holders.some(
    (holder) =>
      holder !== undefined &&
      hasPermission({ kind: 'system', name: '', memberships: holder.memberships }, permission, {
        instanceId: instance.id,
        orgId,
      }),
  )
}
