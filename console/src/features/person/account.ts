import type { HumanUser, MachineUser, User } from '@zitadel/proto/zitadel/user/v2/user_pb.js'

/** A person or machine as the pages of this area need it. */
export interface Account {
  readonly userId: string
  readonly orgId: string
  /** The display name of a person, the name of a machine; the login name if there is none. */
  readonly name: string
  readonly user: User
  readonly human: HumanUser | undefined
  readonly machine: MachineUser | undefined
}

/** An account that is a person. */
export type Human = Account & { readonly human: HumanUser }
/** An account that is a machine. */
export type Machine = Account & { readonly machine: MachineUser }

/** Reads an account from a user of the contract. */
export function accountOf(user: User): Account {
  const { type } = user
  const human = type.case === 'human' ? type.value : undefined
  const machine = type.case === 'machine' ? type.value : undefined
  return {
    userId: user.userId,
    orgId: user.details?.resourceOwner ?? '',
    name: human?.profile?.displayName || machine?.name || user.preferredLoginName || user.userId,
    user,
    human,
    machine,
  }
}

/** Whether an account is a person. */
export function isHuman(account: Account): account is Human {
  return account.human !== undefined
}

/** Whether an account is a machine. */
export function isMachine(account: Account): account is Machine {
  return account.machine !== undefined
}
