import {
  create,
  type DescMessage,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
  toJson,
} from '@bufbuild/protobuf'
import { Code, ConnectError, type Transport } from '@connectrpc/connect'
import { createConnectTransport } from '@connectrpc/connect-web'
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { LoginEnded } from '../session/loginEnded.ts'
import type { Session } from '../session/openSession.ts'
import { sendUnlessHeld } from './firstChange.ts'
import { CallError, type ProblemKind, unreachable } from './problem.ts'
import { reasonHeaders } from './reason.ts'

const transports = new WeakMap<Session['send'], Transport>()

function transportOf({ send }: Pick<Session, 'send'>): Transport {
  const known = transports.get(send)
  if (known) return known
  const made = createConnectTransport({ baseUrl: location.origin, fetch: send, useBinaryFormat: true })
  transports.set(send, made)
  return made
}

/** Methods that change nothing. */
const reads = /^(list|get|search)/i

/** Sends a request of a method of the contract. Throws `CallError` for a refusal. */
export async function sendCall<Input extends DescMessage, Output extends DescMessage>(
  session: Pick<Session, 'send'>,
  method: DescMethodUnary<Input, Output>,
  input: MessageInitShape<Input>,
  { orgId, signal }: { readonly orgId: string; readonly signal?: AbortSignal },
): Promise<MessageShape<Output>> {
  const isRead = reads.test(method.name)
  const headers = { ...(orgId !== '' && { 'x-zitadel-orgid': orgId }), ...(!isRead && reasonHeaders()) }
  if (!isRead) {
    sendUnlessHeld(() => ({
      method: 'POST',
      path: `/${method.parent.typeName}/${method.name}`,
      headers,
      body: toJson(method.input, create(method.input, input)),
    }))
  }
  try {
    const reply = await transportOf(session).unary(method, signal, undefined, headers, input)
    return reply.message
  } catch (error) {
    if (signal?.aborted) throw error
    throw refusalOf(ConnectError.from(error))
  }
}

const kinds: Readonly<Partial<Record<Code, ProblemKind>>> = {
  [Code.Unauthenticated]: 'stale_login',
  [Code.PermissionDenied]: 'missing_right',
  [Code.NotFound]: 'not_found',
  [Code.AlreadyExists]: 'conflict',
  [Code.Aborted]: 'conflict',
  [Code.InvalidArgument]: 'invalid',
  [Code.Unavailable]: 'unreachable',
}

function refusalOf(refused: ConnectError): CallError {
  if (refused.cause instanceof LoginEnded)
    return new CallError({ message: refused.cause.message, kind: 'stale_login' })
  const isSilent = refused.cause instanceof TypeError
  if (isSilent) return new CallError({ message: unreachable, kind: 'unreachable' })
  const [detail] = refused.findDetails(ErrorDetailSchema)
  return new CallError({
    message: refused.rawMessage,
    kind: kinds[refused.code] ?? 'refused',
    id: detail?.id,
  })
}
