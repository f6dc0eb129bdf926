import { type Call, writing } from '../../access/call.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { newId } from '../../kernel/ids.ts'
import { DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { domainPolicy } from '../settings/index.ts'
import { newMachineEvents } from '../users/index.ts'
import { appendNewUser, holdOrganization } from './newUser.ts'
import { type HumanInput, type PreparedHuman, prepareHuman } from './prepareHuman.ts'
import { emptyName } from './refusals.ts'
import { usernameScope } from './usernames.ts'

/**
 * Creates a person in an organization; the caller has checked `user.write` there. What `together` appends to the new
 * person commits with it.
 */
export async function createHuman(
  deps: Deps,
  call: Call,
  orgId: string,
  input: HumanInput,
  together?: (tx: Transaction, user: Stream) => Promise<void>,
): Promise<PreparedHuman & { readonly user: Stream }> {
  const prepared = await prepareHuman(deps, call, orgId, input)
  const ref = { type: 'user', id: prepared.userId }
  const { streams } = await deps.log.transact(writing(call), ref, async (tx) => {
    await holdOrganization(tx, orgId)
    await prepared.appendTo(tx)
    await together?.(tx, await tx.load(ref))
  })
  return { ...prepared, user: first(streams) }
}

export interface MachineInput {
  readonly userId?: string | undefined
  /** The user id when left out. */
  readonly username?: string | undefined
  readonly name: string
  readonly description: string
  readonly accessTokenType: 'bearer' | 'jwt'
}

/** Creates a machine user in an organization; the caller has checked `user.write` there. */
export async function createMachine(
  deps: Deps,
  call: Call,
  orgId: string,
  input: MachineInput,
): Promise<Stream> {
  const id = input.userId || newId()
  const username = input.username || id
  if (!username.trim() || !input.name.trim()) throw new DomainError(emptyName)
  const scope = usernameScope(await domainPolicy(deps.database, call.instance.id, orgId), orgId)
  const { name, description, accessTokenType } = input
  const { streams } = await deps.log.transact(writing(call), { type: 'user', id }, async (tx) => {
    await holdOrganization(tx, orgId)
    const events = newMachineEvents({ username, scope, name, description, accessTokenType })
    await appendNewUser(tx, await tx.load({ type: 'user', id }), events, orgId)
  })
  return first(streams)
}

function first(streams: readonly Stream[]): Stream {
  const [stream] = streams
  if (!stream) throw new Error('a creation wrote nothing')
  return stream
}
