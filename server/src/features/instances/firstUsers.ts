import type { Transaction } from '../../eventlog/types.ts'
import { instanceId, newId, orgId } from '../../kernel/ids.ts'
import { type PreparedHuman, prepareHuman } from '../accounts/index.ts'
import { generateMachineKey, keyFile, newPersonalAccessToken } from '../machine-credentials/index.ts'
import type { Deps } from '../manifest.ts'
import { newMachineEvents } from '../users/index.ts'

/** The person who owns a new instance. */
export interface FirstHuman {
  readonly username: string
  readonly email: string
  readonly emailVerified: boolean
  readonly givenName: string
  readonly familyName: string
  readonly preferredLanguage: string
  /** Absent: the person has none and needs an administrator to set one. */
  readonly password?: string
  readonly passwordChangeRequired: boolean
}

/** A machine that owns or serves a new instance. */
export interface FirstMachine {
  readonly username: string
  readonly name: string
  /** Asks for a personal access token. */
  readonly token?: { readonly expiresAt: Date }
  /** Asks for an RSA key. */
  readonly key?: { readonly expiresAt: Date }
}

/** Hashes the password before the unit of work; the product's default policies count, as the instance has none yet. */
export function prepareOwner(
  deps: Deps,
  at: { readonly instanceId: string; readonly orgId: string; readonly now: Date },
  human: FirstHuman,
): Promise<PreparedHuman> {
  const instance = {
    id: instanceId(at.instanceId),
    name: '',
    defaultOrgId: orgId(at.orgId),
    defaultLanguage: '',
    primaryDomain: '',
  }
  const { password, passwordChangeRequired: changeRequired } = human
  return prepareHuman(deps, { instance, now: at.now }, instance.defaultOrgId, {
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

/** Makes the credentials that are asked for; they are told once, in `told`. */
export async function prepareMachine(orgId: string, machine: FirstMachine) {
  const userId = newId()
  const token =
    machine.token && newPersonalAccessToken({ tokenId: newId(), expiresAt: machine.token.expiresAt })
  const key = machine.key && (await newKey(userId, machine.key.expiresAt))
  const events = [
    ...newMachineEvents({
      username: machine.username,
      scope: '',
      name: machine.name,
      description: '',
      accessTokenType: 'bearer',
    }),
    ...(token?.events ?? []),
    ...(key ? [key.event] : []),
  ]
  return {
    userId,
    async appendTo(tx: Transaction) {
      const user = await tx.load({ type: 'user', id: userId })
      await tx.append(user, events, { owner: orgId })
      token?.seal(tx, user)
    },
    told: { userId, ...(token && { token: token.token }), ...(key && { key: key.file }) },
  }
}

async function newKey(userId: string, expiresAt: Date) {
  const keyId = newId()
  const { publicKey, privateKey } = await generateMachineKey()
  const payload = { keyId, type: 'json', expiresAt: expiresAt.toISOString(), publicKey }
  return {
    event: { type: 'user.machine.key.added', payload },
    file: keyFile({ keyId, userId, privateKey, expiresAt }),
  }
}
