import { create, type DescMessage, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import type { Call } from '../../../access/call.ts'
import type { UserRow } from '../queries.ts'

interface Encoded<Message> {
  readonly origin: string
  readonly message: Message
}

/**
 * Makes an encoder of rows that returns the same message while the row is the same object, as it is while it is kept (ADR 39), and
 * the caller's origin, which addresses of pictures begin with. A status that ends by itself depends on the time, so that such a row is encoded
 * each time. Replies share the messages, so they are frozen; REST makes the text of such a reply once.
 */
export function encodeOnce<Desc extends DescMessage>(
  schema: Desc,
  encode: (row: UserRow, call: Pick<Call, 'now' | 'origin'>) => MessageInitShape<Desc>,
): (row: UserRow, call: Pick<Call, 'now' | 'origin'>) => MessageShape<Desc> {
  const known = new WeakMap<UserRow, Encoded<MessageShape<Desc>>>()
  return (row, call) => {
    const origin = call.origin.url
    const before = known.get(row)
    if (before?.origin === origin) return before.message
    const message = create(schema, encode(row, call))
    if (row.locked_until === null) {
      Object.freeze(message)
      known.set(row, { origin, message })
    }
    return message
  }
}
