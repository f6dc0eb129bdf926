import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { credentialOfUser } from '../../../access/streamNames.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { userId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userNotFound } from '../../users/index.ts'
import { listPasskeys } from '../queries.ts'
import { requirePersonInContext } from '../rights.ts'
import { removeKeyOf } from '../writes/registration.ts'
import { addRegistrationLink, sendRegistrationLink } from '../writes/registrationLinks.ts'
import { duration, tokenMessage } from './encode.ts'

const within = 'context'

/** The passkey parts of `zitadel.management.v1.ManagementService`: keys of the context organization's users. */
export const managementService = (deps: Deps) =>
  implement(ManagementService, {
    removeHumanAuthFactorU2F: method(
      { dryRun: true, freshProof: credentialOfUser },
      async ({ userId: id, tokenId }, call: Call) => ({
        details: changedV1(await removeKeyOf(deps, call, 'u2f', { userId: userId(id), tokenId, within })),
      }),
    ),
    listHumanPasswordless: async ({ userId: id }, call: Call) => {
      const found = await listPasskeys(deps.database, call.instance.id, id)
      if (found.orgId !== call.orgId) throw new DomainError(userNotFound)
      return { result: found.rows.map(tokenMessage) }
    },
    addPasswordlessRegistration: method(
      { credentialOf: credentialOfUser },
      async ({ userId: id }, call: Call) => {
        const made = await addRegistrationLink(deps, call, userId(id), requirePersonInContext)
        return { details: addedV1(made.user), link: made.link, expiration: duration(made.lifetimeSeconds) }
      },
    ),
    sendPasswordlessRegistration: async ({ userId: id }, call: Call) => ({
      details: addedV1(await sendRegistrationLink(deps, call, userId(id), requirePersonInContext)),
    }),
    removeHumanPasswordless: method(
      { dryRun: true, freshProof: credentialOfUser },
      async ({ userId: id, tokenId }, call: Call) => ({
        details: changedV1(await removeKeyOf(deps, call, 'passkey', { userId: userId(id), tokenId, within })),
      }),
    ),
  })
