import { type Call, writing } from '../../../access/call.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody, Facet } from '../../../kernel/facet.ts'
import type { UserId } from '../../../kernel/ids.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Deps } from '../../manifest.ts'
import { requireWriteRightFirst } from '../../users/index.ts'

/**
 * A machine by its id. Within the instance, callers need the right in the machine's organization, or are the machine.
 * Within the context organization, the dispatcher has checked the right and users of other organizations do not exist.
 */
export interface NamedMachine {
  readonly within: 'instance' | 'context'
  readonly userId: UserId
}

/** A user's stream as the caller may see it: the states of a hidden user are initial. */
export interface VisibleUser {
  readonly stream: Stream
  state<State extends Json, Event extends EventBody>(facet: Facet<State, Event>): State
}

/** Loads a user who may be a machine, checks the caller's right and works on the user in one unit of work. */
export function onMachine<Result>(
  { log }: Deps,
  call: Call,
  { within, userId }: NamedMachine,
  work: (user: VisibleUser, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return workOn(log, writing(call), { type: 'user', id: userId }, (stream, tx) => {
    const { owner } = stream
    if (within === 'instance') requireWriteRightFirst(call, stream)
    const visible = within === 'instance' || owner === call.orgId
    return work({ stream, state: (facet) => (visible ? stream.state(facet) : facet.initial) }, tx)
  })
}
