import { type DescMessage, fromJson, type JsonObject, type MessageShape, toJson } from '@bufbuild/protobuf'
import { Code, ConnectError, type ConnectRouter } from '@connectrpc/connect'
import type { Clock } from '../../kernel/clock.ts'
import { fileFromProto, messageProto, onlyService, serverStreaming, unary } from './descriptors.ts'

const watchInterval = 2000
const statusNames = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN']
const status = {
  name: 'ServingStatus',
  value: statusNames.map((name, number) => ({ name, number })),
}
const prefix = '.grpc.health.v1.'
const request = 'HealthCheckRequest'
const response = 'HealthCheckResponse'

/** `grpc/health/v1/health.proto` of the gRPC health checking protocol. */
export const healthFile = fileFromProto({
  name: 'grpc/health/v1/health.proto',
  package: 'grpc.health.v1',
  messageType: [
    messageProto(request, [['service', 1, 'string']]),
    messageProto(response, [['status', 1, `${prefix}${response}.ServingStatus`, { type: 'TYPE_ENUM' }]], '', {
      enumType: [status],
    }),
  ],
  service: [
    {
      name: 'Health',
      method: [
        { name: 'Check', inputType: prefix + request, outputType: prefix + response },
        { name: 'Watch', inputType: prefix + request, outputType: prefix + response, serverStreaming: true },
      ],
    },
  ],
})

/** Adds `grpc.health.v1.Health`, which reports SERVING while `ready` resolves; Watch ends when `closing` aborts. */
export function addHealth(
  router: ConnectRouter,
  serviceNames: ReadonlySet<string>,
  ready: () => Promise<void>,
  closing: AbortSignal,
  clock: Pick<Clock, 'pause'>,
): void {
  const service = onlyService(healthFile)
  const check = unary(service, 'check')
  const watch = serverStreaming(service, 'watch')
  const serviceOf = (message: MessageShape<DescMessage>): string => {
    const json = toJson(check.input, message) as JsonObject
    return typeof json['service'] === 'string' ? json['service'] : ''
  }
  const current = (): Promise<string> => ready().then(...servingOrNot)
  router.rpc(check, async (message) => {
    if (!isKnown(serviceNames, serviceOf(message))) throw new ConnectError('unknown service', Code.NotFound)
    return fromJson(check.output, { status: await current() })
  })
  router.rpc(watch, async function* (message, context) {
    const known = isKnown(serviceNames, serviceOf(message))
    const ended = AbortSignal.any([context.signal, closing])
    let sent = ''
    while (!ended.aborted) {
      const now = known ? await current() : 'SERVICE_UNKNOWN'
      if (now !== sent) yield fromJson(watch.output, { status: now })
      sent = now
      await clock.pause(watchInterval, ended)
    }
  })
}

const servingOrNot = [() => 'SERVING', () => 'NOT_SERVING'] as const

function isKnown(serviceNames: ReadonlySet<string>, name: string): boolean {
  return name === '' || serviceNames.has(name)
}
