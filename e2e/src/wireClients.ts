import {
  create,
  type DescMessage,
  type DescMethodUnary,
  fromBinary,
  fromJson,
  type JsonValue,
  type MessageInitShape,
  type MessageShape,
  toBinary,
  toJson,
} from '@bufbuild/protobuf'
import { ConnectError, createClient, type Transport } from '@connectrpc/connect'
import { findTrailerError } from '@connectrpc/connect/protocol-grpc'
import { type ChannelCredentials, Client as GrpcClient, Metadata, type ServiceError } from '@grpc/grpc-js'
import { ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { contractRegistry } from '../../server/src/contract/services.ts'

/** A refused call, over any protocol: the gRPC status number and the id of its detail. */
class WireRefusal extends Error {
  override readonly name = 'WireRefusal'
  readonly code: number
  readonly id: string

  constructor(code: number, id: string, message: string) {
    super(message)
    this.code = code
    this.id = id
  }
}

/** Calls any method of the contract over one protocol; refusals come as `WireRefusal`. */
export interface WireClient {
  call<Input extends DescMessage, Output extends DescMessage>(
    method: DescMethodUnary<Input, Output>,
    request: MessageInitShape<Input>,
  ): Promise<MessageShape<Output>>
  close(): void
}

/** Over a transport of the Connect libraries. */
export function overTransport(transport: Transport): WireClient {
  return {
    async call(method, request) {
      const client = createClient(method.parent, transport) as unknown as Record<
        string,
        (request: object) => Promise<never>
      >
      try {
        return await (client[method.localName]?.(request) ??
          Promise.reject(new Error(`no method ${method.localName}`)))
      } catch (reason) {
        throw refusalOf(reason)
      }
    },
    close: () => undefined,
  }
}

/** Over gRPC's own client for Node, with nothing of ours or Connect's in the way. */
export function overGrpcJs(address: string, credentials: ChannelCredentials, token: string): WireClient {
  const client = new GrpcClient(address, credentials)
  const metadata = new Metadata()
  metadata.set('authorization', `Bearer ${token}`)
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        client.makeUnaryRequest(
          `/${method.parent.typeName}/${method.name}`,
          (message: MessageShape<typeof method.input>) => Buffer.from(toBinary(method.input, message)),
          (bytes) => fromBinary(method.output, bytes),
          create(method.input, request),
          metadata,
          (error, reply) =>
            error || !reply ? reject(error ? grpcRefusal(error) : new Error('no reply')) : resolve(reply),
        )
      }),
    close: () => client.close(),
  }
}

function grpcRefusal(error: ServiceError): WireRefusal {
  const [details] = error.metadata.get('grpc-status-details-bin')
  const trailers = new Headers({
    'grpc-status': String(error.code),
    'grpc-message': encodeURIComponent(error.details),
  })
  if (details !== undefined) trailers.set('grpc-status-details-bin', Buffer.from(details).toString('base64'))
  return refusalIn(trailers)
}

function refusalIn(trailers: Headers): WireRefusal {
  return refusalOf(findTrailerError(trailers) ?? new Error('the trailers tell no error'))
}

function refusalOf(reason: unknown): WireRefusal {
  const error = ConnectError.from(reason)
  return new WireRefusal(error.code, error.findDetails(ErrorDetailSchema)[0]?.id ?? '', error.rawMessage)
}

/** Over gRPC-Web in its text form: base64 in both directions over HTTP/1.1. */
export function overGrpcWebText(url: string, token: string): WireClient {
  return {
    async call(method, request) {
      const payload = toBinary(method.input, create(method.input, request))
      const head = Buffer.alloc(5)
      head.writeUInt32BE(payload.length, 1)
      const response = await fetch(`${url}/${method.parent.typeName}/${method.name}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/grpc-web-text+proto',
          'x-grpc-web': '1',
        },
        body: Buffer.concat([head, payload]).toString('base64'),
      })
      const parts = (await response.text()).match(/[^=]+={0,2}/g) ?? []
      const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')))
      const frames = framesOf(bytes)
      const trailers = new Headers(response.headers)
      const trailer = frames.find(({ flags }) => flags === 0x80)?.body.toString() ?? ''
      for (const [, name = '', value = ''] of trailer.matchAll(/^(.+?): ?(.*?)\r?$/gm))
        trailers.set(name, value)
      if (trailers.get('grpc-status') !== '0') throw refusalIn(trailers)
      return fromBinary(method.output, frames.find(({ flags }) => flags === 0)?.body ?? Buffer.alloc(0))
    },
    close: () => undefined,
  }
}

function framesOf(bytes: Buffer): readonly { readonly flags: number; readonly body: Buffer }[] {
  const frames: { flags: number; body: Buffer }[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at + 1)
    frames.push({ flags: bytes.readUInt8(at), body: bytes.subarray(at + 5, at + 5 + length) })
    at += 5 + length
  }
  return frames
}

/** A REST route as a person reads it in the API reference: `POST /v2/users/{userId}/totp`, variables in JSON names. */
export type RestTable = ReadonlyMap<DescMethodUnary, string>

/** Over REST with plain `fetch`; only methods of the table. */
export function overRest(url: string, token: string, routes: RestTable): WireClient {
  return {
    async call(method, request) {
      const [verb = '', template = ''] = routes.get(method)?.split(' ') ?? []
      if (template === '') throw new Error(`no route for ${method.name}`)
      const json = toJson(method.input, create(method.input, request), { registry: contractRegistry })
      const { ...body } = json as { [name: string]: JsonValue }
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = String(body[name])
        delete body[name]
        return encodeURIComponent(value)
      })
      const response = await fetch(url + path, {
        method: verb,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(verb === 'GET' || verb === 'DELETE' ? {} : { body: JSON.stringify(body) }),
      })
      const reply = (await response.json()) as JsonValue
      if (response.ok) return fromJson(method.output, reply, { registry: contractRegistry })
      const { code, message, details } = reply as unknown as RestError
      throw new WireRefusal(code, details?.[0]?.id ?? '', message)
    },
    close: () => undefined,
  }
}

interface RestError {
  readonly code: number
  readonly message: string
  readonly details?: readonly { readonly id?: string }[]
}
