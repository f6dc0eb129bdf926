import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { randomCode } from '../../../kernel/crypto/randomCode.ts'
import { type InstanceId, instanceId, newId, type OrgId, orgId, type UserId } from '../../../kernel/ids.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import { hostName } from '../../../kernel/text/hostName.ts'
import { initialFlagEvents } from '../../feature-flags/index.ts'
import { defaultLoginPolicyEvents } from '../../login-policies/index.ts'
import type { Deps } from '../../manifest.ts'
import { memberEvents } from '../../memberships/index.ts'
import { defaultOrgSet } from '../../organizations/events.ts'
import { createOrganization } from '../../organizations/index.ts'
import { defaultSettingsEvents, supportedLanguages } from '../../settings/index.ts'
import { appendFirstKeys, prepareFirstKeys } from '../../web-keys/index.ts'
import { addInstance, generatedHost } from '../commands/addInstance.ts'
import { addIamResources } from './addIamResources.ts'
import { type FirstHuman, type FirstMachine, prepareMachine, prepareOwner } from './firstUsers.ts'

const ownerMissing = refuse(
  'instances.owner_missing',
  'invalid_argument',
  'the instance has no owner; name a person or a machine',
)

/** The input for a new instance. At least one of `human` and `machine` owns it. */
export interface NewInstance {
  readonly name: string
  /** The default organization's name; the instance's if absent. */
  readonly orgName?: string
  /** A tag of `supportedLanguages`; English if absent. */
  readonly defaultLanguage?: string
  /** Becomes the primary domain; refused if another instance has it. */
  readonly customDomain?: string
  readonly human?: FirstHuman
  readonly machine?: FirstMachine
  /** A machine that acts for login pages only (`IAM_LOGIN_CLIENT`). */
  readonly loginClient?: FirstMachine
  /** Stores the machines' secrets before the commit, so that a crash in between cannot lose the only way in. */
  readonly beforeCommit?: (created: Pick<CreatedInstance, 'machine' | 'loginClient'>) => Promise<void>
}

/** A new instance and the secrets of its first users, which are returned only once. */
export interface CreatedInstance {
  readonly instanceId: InstanceId
  readonly orgId: OrgId
  readonly primaryDomain: string
  readonly human?: { readonly userId: UserId; readonly loginName: string }
  readonly machine?: CreatedMachine
  readonly loginClient?: CreatedMachine
  /** The instance's stream after the commit. */
  readonly stream: Stream
}

interface CreatedMachine {
  readonly userId: UserId
  readonly token?: string
  /** The key file (JSON). */
  readonly key?: Uint8Array
}

/** Creates an instance with its default organization and first users, all in one commit (platform notes §2). */
export async function createInstance(
  deps: Deps,
  by: { readonly creator: string; readonly now: Date },
  input: NewInstance,
): Promise<CreatedInstance> {
  accept(input.human || input.machine ? undefined : ownerMissing)
  const ids = { instanceId: instanceId(newId()), orgId: orgId(newId()) }
  const random = randomCode('abcdefghijklmnopqrstuvwxyz0123456789', 6)
  const generatedDomain = generatedHost(input.name, random, deps.config.externalDomain)
  const firstEvents = accept(
    addInstance({
      name: input.name,
      defaultLanguage: input.defaultLanguage || 'en',
      languages: supportedLanguages,
      generatedDomain,
      ...(input.customDomain === undefined ? {} : { customDomain: input.customDomain }),
    }),
  )
  const primaryDomain = (input.customDomain && hostName(input.customDomain)) || generatedDomain
  const [keys, human, machine, loginClient] = await Promise.all([
    prepareFirstKeys(),
    input.human && prepareOwner(deps, { ...ids, now: by.now }, input.human),
    input.machine && prepareMachine(ids.orgId, input.machine),
    input.loginClient && prepareMachine(ids.orgId, input.loginClient),
  ])
  const machines = {
    ...(machine && { machine: machine.created }),
    ...(loginClient && { loginClient: loginClient.created }),
  }
  await input.beforeCommit?.(machines)
  const owners = [human, machine].filter((user) => user !== undefined)

  const memberAdded = memberEvents.instance.added
  const writing = { ...by, instanceId: ids.instanceId }
  const ref = { type: 'instance', id: ids.instanceId }
  const stream = await workOn(deps.log, writing, ref, async (instance, tx) => {
    await tx.append(instance, firstEvents, { owner: ids.instanceId })
    await appendFirstKeys(tx, instance, keys)
    await createOrganization(tx, {
      name: input.orgName?.trim() || input.name,
      orgId: ids.orgId,
      domainSuffix: primaryDomain,
      admins: owners.map((user) => ({ kind: 'new', roles: ['ORG_OWNER'], user })),
    })
    if (loginClient) await loginClient.appendTo(tx)
    await tx.append(instance, [
      defaultOrgSet({ orgId: ids.orgId }),
      ...defaultLoginPolicyEvents(),
      ...defaultSettingsEvents(),
      ...initialFlagEvents(),
      ...owners.map(({ userId }) => memberAdded({ userId, roles: ['IAM_OWNER'] })),
      ...(loginClient ? [memberAdded({ userId: loginClient.userId, roles: ['IAM_LOGIN_CLIENT'] })] : []),
    ])
    await addIamResources(tx, { config: deps.config, orgId: ids.orgId })
    return instance
  })
  return {
    ...ids,
    primaryDomain,
    ...(human && input.human && { human: { userId: human.userId, loginName: input.human.username } }),
    ...machines,
    stream,
  }
}
