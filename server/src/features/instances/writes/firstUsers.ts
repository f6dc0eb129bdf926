import type { Transaction } from '../../../eventlog/types.ts'
import { type InstanceId, newId, type OrgId, userId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import { type PreparedHuman, parseUsername, prepareHuman } from '../../accounts/index.ts'
import { newMachineKey, newPersonalAccessToken } from '../../machine-credentials/index.ts'
import type { Deps } from '../../manifest.ts'
import { newMachineEvents } from '../../users/index.ts'

/** A caller without rights who always waits. */
const unattended = { principal: { kind: 'anonymous' }, signal: () => undefined } as const

/** The person who owns a new instance. */
export interface FirstHuman {
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  readonly givenName: string
  readonly familyName: string
  readonly preferredLanguage: string
  /** If absent, an administrator must set one before the person can log in. */
  readonly password?: string
  readonly passwordChangeRequired: boolean
}

/** A machine that owns or serves a new instance, and the credentials to create for it. */
export interface FirstMachine {
  readonly username: string
  readonly name: string
  readonly token?: { readonly expiresAt: Date }
  /** An RSA key. */
  readonly key?: { readonly expiresAt: Date }
}

/** Hashes the password before the unit of work; the default policies apply, since the instance has none yet. */
export function prepareOwner(
  deps: Deps,
  at: { readonly instanceId: InstanceId; readonly orgId: OrgId; readonly now: Date },
  human: FirstHuman,
): Promise<PreparedHuman> {
  const instance = {
    id: at.instanceId,
    name: '',
    defaultOrgId: at.orgId,
    defaultLanguage: '',
    primaryDomain: '',
  }
  const { password, passwordChangeRequired: changeRequired } = human
  return prepareHuman(deps, { ...unattended, instance, now: at.now }, at.orgId, {
    username: human.username,
    profile: {
      givenName: human.givenName,
      familyName: human.familyName,
      nickName: '',
      language: human.preferredLanguage,
      gender: 'unspecified',
    },
    email: { address: human.email, verification: { case: 'isVerified', value: human.emailVerified } },
    ...(password !== undefined && { password: { kind: 'plain', password, changeRequired } }),
  })
}

/** Creates a machine's credentials before the unit of work; `created` holds the only copy of their secrets. */
export async function prepareMachine(owner: OrgId, machine: FirstMachine) {
  const id = userId(newId())
  const token = machine.token && newPersonalAccessToken(machine.token)
  const key = machine.key && (await newMachineKey({ ...machine.key, userId: id }))
  const events = [
    ...newMachineEvents({
      username: accept<string>(parseUsername(machine.username)),
      scope: '',
      name: machine.name,
      description: '',
      accessTokenType: 'bearer',
    }),
    ...(token ? [token.event] : []),
    ...(key ? [key.event] : []),
  ]
  return {
    userId: id,
    async appendTo(tx: Transaction) {
      const user = await tx.load({ type: 'user', id })
      await tx.append(user, events, { owner })
      token?.seal(tx, user)
    },
    created: { userId: id, ...(token && { token: token.token }), ...(key && { key: key.file }) },
  }
}
