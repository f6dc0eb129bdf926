import { authenticators } from '../../../access/factorKinds.ts'
import type { Operation } from '../../../access/operation.ts'
import { requirePermission } from '../../../access/permission.ts'
import { instant, listOf, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { userNotFound } from '../../users/index.ts'
import { credentialsOf } from '../ownCredentials.ts'

const reply = object({
  factors: listOf(
    object({
      kind: text(`One of ${authenticators.map((name) => `\`${name}\``).join(', ')}.`),
      id: text('Empty for kinds of which a person has at most one.'),
      name: text('Empty if it was given none.'),
      addedAt: instant(),
      lastUsedAt: orNull(instant('Null if it was not used in the newest 200 logins.')),
    }),
    'Oldest first.',
  ),
})

/** Second factors and passkeys of a user with their last use, which the lists of the contract do not have. */
export const factorOperations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/users/:userId/factors',
    describes: {
      name: 'ListFactors',
      summary: 'List the second factors and passkeys of a user with their last use',
      description: 'Those that are ready. The last use is that of the newest login that proved the factor.',
      permission: 'oneself, or `user.read` in the organization of the user',
      reply,
    },
    async run({ parameters: { userId = '' } }, call) {
      const [user] = await deps.database.find<{ org_id: string }>(
        'select org_id from users where instance_id = $1 and user_id = $2',
        [call.instance.id, userId],
      )
      requirePermission(call, 'user.read', { orgId: user?.org_id, self: userId })
      if (user === undefined) throw new DomainError(userNotFound)
      const factors = await credentialsOf(deps, call, userId)
      return { factors: factors.map((factor) => ({ ...factor })) }
    },
  },
]
