import { Code, ConnectError } from '@connectrpc/connect'
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'

/** The error of a refused call: the status by name and the id of its detail ('' without one). */
export interface RefusalOnWire {
  readonly code: string
  readonly id: string
  /** Of a `CredentialsCheckError`. */
  readonly failedAttempts?: number
}

/** The refusal of a call over the wire; a call that succeeds fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<RefusalOnWire> {
  const outcome = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason),
  )
  if (outcome === undefined) throw new Error('the call succeeded where a refusal was expected')
  const code = Code[outcome.code]
  const [checked] = outcome.findDetails(CredentialsCheckErrorSchema)
  if (checked) return { code, id: checked.id, failedAttempts: checked.failedAttempts }
  return { code, id: outcome.findDetails(ErrorDetailSchema)[0]?.id ?? '' }
}

/** Returns 'ok' or the status of the refusal by name, for tables of calls. */
export function statusOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'ok',
    (reason: unknown) => Code[ConnectError.from(reason).code],
  )
}
