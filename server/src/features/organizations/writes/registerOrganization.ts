import { type Call, writing } from '../../../access/call.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import { newId, orgId } from '../../../kernel/ids.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import { type HumanInput, prepareHuman, refuseRegistration } from '../../accounts/index.ts'
import { effectiveLoginPolicy } from '../../login-policies/index.ts'
import type { Deps } from '../../manifest.ts'
import { allowsOrganizations } from '../../settings/index.ts'
import { createOrganization } from './createOrganization.ts'

const notAllowed = refuse(
  'organizations.registration_not_allowed',
  'failed_precondition',
  'this instance lets nobody register an organization; ask its operator',
)

/**
 * Registers an organization together with the person who will own it, for the login of our own pages. The restrictions of the instance and
 * its login policy are judged in the same unit of work.
 */
export async function registerOrganization(
  deps: Pick<Deps, 'database' | 'log'>,
  call: Call,
  { name, person }: { readonly name: string; readonly person: HumanInput },
): Promise<{ readonly orgId: string; readonly userId: string }> {
  const id = orgId(newId())
  const user = await prepareHuman(deps, call, id, person)
  await workOn(deps.log, writing(call), { type: 'org', id }, async (_, tx) => {
    if (!(await allowsOrganizations(tx, tx.instanceId))) accept(notAllowed)
    const policy = await effectiveLoginPolicy(tx, tx.instanceId, '')
    accept(refuseRegistration(policy, { hasPassword: person.password !== undefined }))
    const admins = [{ kind: 'new', user, roles: ['ORG_OWNER'] }] as const
    return createOrganization(tx, { orgId: id, name, admins, domainSuffix: call.origin.domain })
  })
  return { orgId: id, userId: user.userId }
}
