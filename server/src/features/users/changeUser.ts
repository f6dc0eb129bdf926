import { type Call, writing } from '../../access/call.ts'
import type { EventLog, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'

/**
 * One unit of work on one user: `decide` sees the user as it is and answers the events to append (none: nothing
 * changes); it throws its refusals. Answers the user as it is afterwards.
 */
export async function changeUser(
  log: EventLog,
  call: Call,
  userId: string,
  decide: (user: Stream, tx: Transaction) => Promise<readonly EventBody[]> | readonly EventBody[],
): Promise<Stream> {
  const ref = { type: 'user', id: userId }
  const { result } = await log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    const events = await decide(user, tx)
    if (events.length > 0) await tx.append(user, events)
    return user
  })
  return result
}
