import type { Call } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { changeUser, type MetadataState, metadataFacet, userMissing } from '../users/index.ts'
import { type Target, userAt } from './target.ts'

/** Sets or removes metadata of any user; `user.write` is asked, also of oneself. */
export function changeMetadata(
  deps: Deps,
  call: Call,
  target: Target,
  decide: (metadata: MetadataState) => Decision,
): Promise<Stream> {
  return changeUser(deps.log, call, target.userId, (user) => {
    if (userAt(user, target).kind === 'none') throw new DomainError(userMissing)
    requirePermission(call, 'user.write', { orgId: user.owner })
    return accept(decide(user.state(metadataFacet)))
  })
}
