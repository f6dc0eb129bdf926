import type { DescMethodUnary } from '@bufbuild/protobuf'
import type { UniversalServerRequest } from '@connectrpc/connect/protocol'
import type { Logger } from 'pino'
import type { TrustedProxies } from '../../config/trustedProxies.ts'
import type { Admission } from '../../contract/dispatch.ts'
import type { BodyHold } from '../body/bodyBudget.ts'
import { type BodyDemand, bodyDemand } from '../body/bodyDemand.ts'
import { decompress } from '../body/decompress.ts'
import { readBody } from '../body/readBody.ts'
import { scanJson } from '../body/scanJson.ts'
import { scanMessage } from '../body/scanMessage.ts'
import { headOf, type Request } from '../httpCall.ts'
import type { Outcome } from '../metrics.ts'
import { toConnectError, toWireError } from '../wireError.ts'
import { framed, framePrefix, noEncoding, unframed } from './grpcFrame.ts'
import { decodeBase64, isGrpcWebText } from './grpcWebText.ts'

/** A request that the Connect library serves. */
export interface Exchange {
  readonly request: Request
  readonly hold: BodyHold
  /** Counts the outcome of the call; only the first one counts. */
  observe(outcome: Outcome): void
}

/** The form of a unary request, by its content type. */
interface Form {
  readonly framed: boolean
  readonly json: boolean
  readonly text: boolean
  readonly encodingHeader: string
}

/** The content encodings that gRPC, gRPC-Web and Connect requests may have. */
const encodings: ReadonlySet<string> = new Set(['gzip', 'br'])

/**
 * Gives the Connect library a body that has been read, decompressed and checked under the rules of `bodyDemand`. A refusal is
 * thrown when the library reads the body, so that the client receives it in its protocol.
 */
export function withWholeBody(
  {
    admission,
    logger,
    trustedProxies,
  }: {
    readonly admission: Admission
    readonly logger: Logger
    readonly trustedProxies: TrustedProxies
  },
  method: DescMethodUnary,
  exchange: Exchange,
  universal: UniversalServerRequest,
): UniversalServerRequest {
  const form = formOf(universal.header.get('content-type') ?? '')
  if (form === undefined) return universal
  const header = new Headers(universal.header)
  const encoding = header.get(form.encodingHeader) ?? 'identity'
  // The library refuses an unknown encoding before it reads the body.
  if (encoding !== 'identity' && !encodings.has(encoding)) return universal
  header.delete(form.encodingHeader)
  header.delete('content-length')
  if (form.text) header.set('content-type', (header.get('content-type') ?? '').replace('-web-text', '-web'))
  const read = async (): Promise<Uint8Array> => {
    const demand = bodyDemand(admission, method, headOf(exchange.request, trustedProxies))
    return readWhole(method, form, encoding, exchange, demand)
  }
  const body = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield await read()
    } catch (error) {
      const wire = toWireError(error, logger)
      exchange.observe(wire.code)
      throw toConnectError(wire)
    }
  }
  return { ...universal, header, body: body() }
}

function formOf(contentType: string): Form | undefined {
  const [, kind = '', codec = ''] =
    /^application\/(grpc-web-text|grpc-web|grpc)?(?:\+?(proto|json))?\s*(?:;|$)/i.exec(contentType) ?? []
  const encodingHeader = kind === '' ? 'content-encoding' : 'grpc-encoding'
  if (kind === '' && codec === '') return undefined
  return {
    framed: kind !== '',
    json: codec.toLowerCase() === 'json',
    text: isGrpcWebText(contentType),
    encodingHeader,
  }
}

async function readWhole(
  method: DescMethodUnary,
  form: Form,
  encoding: string,
  { request, hold }: Exchange,
  demand: BodyDemand,
): Promise<Uint8Array> {
  const { limit } = demand
  const prefix = form.framed ? framePrefix : 0
  // Base64 needs four characters for three bytes.
  const framing = form.text ? Math.ceil((limit + prefix) / 3) * 4 - limit : prefix
  const sent = await readBody(request, request.headers, hold, { ...demand, framing })
  let bytes = form.text ? decodeBase64(sent) : sent
  let compressed = true
  if (form.framed) {
    const frame = unframed(bytes, limit)
    bytes = frame.message
    compressed = frame.compressed
    if (compressed && encoding === 'identity') throw noEncoding()
  }
  if (compressed) bytes = await decompress(bytes, encoding, hold, demand)
  const elements = form.json ? (bytes.length === 0 ? 0 : scanJson(bytes)) : scanMessage(method.input, bytes)
  const waits = hold.decode(bytes.length, elements)
  if (waits !== undefined) await waits
  return form.framed ? framed(bytes) : bytes
}
