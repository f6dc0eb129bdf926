import type { Stream } from '../../eventlog/types.ts'
import { randomCode } from '../../kernel/crypto/randomCode.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import { defaultLoginPolicyEvents } from '../login-policies/index.ts'
import type { Deps } from '../manifest.ts'
import { memberEvents } from '../memberships/index.ts'
import { createOrganization } from '../organizations/index.ts'
import { defaultSettingsEvents, supportedLanguages } from '../settings/index.ts'
import { addInstance, generatedHost } from './commands/addInstance.ts'
import { type FirstHuman, type FirstMachine, prepareMachine, prepareOwner } from './firstUsers.ts'
import { ownerMissing } from './refusals.ts'

/** What a new instance begins with. At least one of `human` and `machine` owns it. */
export interface NewInstance {
  readonly name: string
  /** The default organization's name; the instance's when absent. */
  readonly orgName?: string
  /** A tag of `supportedLanguages`; English when absent. */
  readonly defaultLanguage?: string
  /** Becomes the primary domain; refused as taken when any instance has it. */
  readonly customDomain?: string
  readonly human?: FirstHuman
  readonly machine?: FirstMachine
  /** A machine that only acts for login pages (`IAM_LOGIN_CLIENT`). */
  readonly loginClient?: FirstMachine
  /** Keeps the machines' secrets before the commit, so that a crash in between cannot lose the only way in. */
  readonly beforeCommit?: (made: Pick<CreatedInstance, 'machine' | 'loginClient'>) => Promise<void>
}

/** A new instance and the secrets of its first users, which are told only here. */
export interface CreatedInstance {
  readonly instanceId: string
  readonly orgId: string
  readonly primaryDomain: string
  readonly human?: { readonly userId: string; readonly loginName: string }
  readonly machine?: CreatedMachine
  readonly loginClient?: CreatedMachine
  /** The instance's stream as it was written. */
  readonly stream: Stream
}

interface CreatedMachine {
  readonly userId: string
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
  if (!input.human && !input.machine) throw new DomainError(ownerMissing)
  const ids = { instanceId: newId(), orgId: newId() }
  const random = randomCode('abcdefghijklmnopqrstuvwxyz0123456789', 6)
  const generatedDomain = generatedHost(input.name, random, deps.config.externalDomain)
  const begin = accept(
    addInstance({
      name: input.name,
      defaultLanguage: input.defaultLanguage || 'en',
      languages: supportedLanguages,
      generatedDomain,
      ...(input.customDomain === undefined ? {} : { customDomain: input.customDomain }),
    }),
  )
  const primaryDomain = input.customDomain?.trim().toLowerCase() ?? generatedDomain
  const human = input.human && (await prepareOwner(deps, { ...ids, now: by.now }, input.human))
  const machine = input.machine && (await prepareMachine(ids.orgId, input.machine))
  const loginClient = input.loginClient && (await prepareMachine(ids.orgId, input.loginClient))
  const made = {
    ...(machine && { machine: machine.told }),
    ...(loginClient && { loginClient: loginClient.told }),
  }
  await input.beforeCommit?.(made)
  const owners = [human, machine].filter((user) => user !== undefined)

  const written = await deps.log.transact(
    { ...by, instanceId: ids.instanceId },
    { type: 'instance', id: ids.instanceId },
    async (tx) => {
      const instance = await tx.load({ type: 'instance', id: ids.instanceId })
      await tx.append(instance, begin, { owner: ids.instanceId })
      await createOrganization(tx, {
        name: input.orgName?.trim() || input.name,
        orgId: ids.orgId,
        domainSuffix: primaryDomain,
        admins: owners.map((user) => ({ kind: 'new', roles: ['ORG_OWNER'], user })),
      })
      if (loginClient) await loginClient.appendTo(tx)
      await tx.append(instance, [
        ...furnishing(ids.orgId),
        ...owners.map(({ userId }) => memberEvents.instance.added({ userId, roles: ['IAM_OWNER'] })),
        ...(loginClient
          ? [memberEvents.instance.added({ userId: loginClient.userId, roles: ['IAM_LOGIN_CLIENT'] })]
          : []),
      ])
      return instance
    },
  )
  return {
    ...ids,
    primaryDomain,
    ...(human && input.human && { human: { userId: human.userId, loginName: input.human.username } }),
    ...made,
    stream: written.result,
  }
}

/** What every new instance is furnished with; a capability that adds defaults adds its line here. */
function furnishing(orgId: string): readonly EventBody[] {
  return [
    { type: 'instance.default.org.set', payload: { orgId } },
    ...defaultLoginPolicyEvents(),
    ...defaultSettingsEvents(),
  ]
}
