import { fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { Code, ConnectError, createClient, type Transport } from '@connectrpc/connect'
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
  Http2SessionManager,
} from '@connectrpc/connect-node'
import { Client, credentials, loadPackageDefinition, type ServiceError } from '@grpc/grpc-js'
import { fromJSON } from '@grpc/proto-loader'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { CredentialsCheckErrorSchema, ErrorDetailSchema } from '@zitadel/proto/zitadel/message_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testListener } from './testListener.ts'

let server: Awaited<ReturnType<typeof testListener>>
beforeAll(async () => {
  server = await testListener()
})
afterAll(() => server.close())

const transports: Readonly<
  Record<string, (baseUrl: string, sessionManager: Http2SessionManager) => Transport>
> = {
  'grpc h2c': (baseUrl, sessionManager) => createGrpcTransport({ baseUrl, sessionManager }),
  'grpc-web h1': (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' }),
  'grpc-web h2c': (baseUrl, sessionManager) =>
    createGrpcWebTransport({ baseUrl, httpVersion: '2', sessionManager }),
  'connect h1': (baseUrl) => createConnectTransport({ baseUrl, httpVersion: '1.1' }),
  'connect h2c binary': (baseUrl, sessionManager) =>
    createConnectTransport({ baseUrl, httpVersion: '2', useBinaryFormat: true, sessionManager }),
}

describe.each(Object.keys(transports))('%s', (name) => {
  const session = { manager: undefined as Http2SessionManager | undefined }
  const users = () => {
    session.manager ??= new Http2SessionManager(server.url)
    return createClient(UserService, (transports[name] ?? expect.fail())(server.url, session.manager))
  }
  afterAll(() => session.manager?.abort())

  test('carries message, headers, authority and protocol', async () => {
    let position: string | null = null
    const onHeader = (headers: Headers): void => {
      position = headers.get('x-sallyport-position')
    }
    const { user } = await users().getUserByID({ userId: '42' }, { headers: { 'x-who': 'ada' }, onHeader })
    expect(user?.username).toBe(`ada at 127.0.0.1:${server.port} over ${name.split(' ')[0]}`)
    expect(position).toBe('7')
  })

  test('carries refusals with their detail', async () => {
    const missing = await users().removeTOTP({ userId: '1' }).catch(ConnectError.from)
    expect(missing).toMatchObject({ code: Code.NotFound, rawMessage: 'no such user (test.not_found)' })
    expect((missing as ConnectError).findDetails(ErrorDetailSchema)).toMatchObject([
      { id: 'test.not_found', message: 'no such user' },
    ])
    const wrong = await users().setPassword({ userId: '1' }).catch(ConnectError.from)
    expect((wrong as ConnectError).findDetails(CredentialsCheckErrorSchema)).toMatchObject([
      { id: 'test.password', failedAttempts: 3 },
    ])
    const invalid = await users().removeOTPSMS({ userId: '1' }).catch(ConnectError.from)
    expect(invalid).toMatchObject({ code: Code.InvalidArgument, rawMessage: 'invalid X.Y: z', details: [] })
  })

  test('hides the cause of a bug and logs it under the reference', async () => {
    const bug = (await users().removeOTPEmail({ userId: '1' }).catch(ConnectError.from)) as ConnectError
    expect(bug.code).toBe(Code.Internal)
    const [, reference = 'none'] =
      /^an internal error occurred \(reference (\S+)\)$/.exec(bug.rawMessage) ?? []
    expect(server.logged.find((line) => line.includes(reference))).toContain('the secret cause')
  })
})

test('gRPC-Web text: base64 in both directions, cut anywhere', async () => {
  const { input, output } = UserService.method.getUserByID
  const payload = toBinary(input, { $typeName: input.typeName, userId: 'abc' })
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, payload.length]), payload])
  const text = frame.subarray(0, 4).toString('base64') + frame.subarray(4).toString('base64')
  const response = await fetch(`${server.url}/zitadel.user.v2.UserService/GetUserByID`, {
    method: 'POST',
    headers: { 'content-type': 'application/grpc-web-text+proto' },
    body: text,
  })
  expect(response.headers.get('content-type')).toContain('application/grpc-web-text')
  const parts = (await response.text()).match(/[^=]+={0,2}/g) ?? []
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')))
  const length = bytes.readUInt32BE(1)
  expect(fromBinary(output, bytes.subarray(5, 5 + length)).user?.userId).toBe('abc')
  expect(bytes[5 + length]).toBe(0x80)
  expect(bytes.subarray(10 + length).toString()).toMatch(/grpc-status: ?0/)
})

test('grpc-js calls methods, and receives unknown ones as UNIMPLEMENTED', async () => {
  const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure())
  const call = (path: string, bytes: Uint8Array): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const same = (value: Buffer): Buffer => value
      client.makeUnaryRequest(path, same, same, Buffer.from(bytes), (error, reply) =>
        error ? reject(error) : resolve(reply ?? Buffer.alloc(0)),
      )
    })
  const { input, output } = UserService.method.getUserByID
  const reply = await call(
    '/zitadel.user.v2.UserService/GetUserByID',
    toBinary(input, { $typeName: input.typeName, userId: '9' }),
  )
  expect(fromBinary(output, reply).user?.userId).toBe('9')
  const unknown = await call('/zitadel.user.v2.UserService/Nothing', Buffer.alloc(0)).catch(
    (error: ServiceError) => error,
  )
  expect(unknown).toMatchObject({ code: Code.Unimplemented })
  const garbage = await call('/zitadel.user.v2.UserService/GetUserByID', Buffer.from([0xff, 0xff])).catch(
    (error: ServiceError) => error,
  )
  expect(garbage).toMatchObject({
    code: Code.InvalidArgument,
    details: expect.stringContaining('no valid protobuf message: it ends too early'),
  })
  client.close()
})

interface Stream<T> extends AsyncIterable<T> {
  write(request: object): void
  end(): void
  cancel(): void
}

/** A grpc-js client of a service that has no generated code: its messages come from the server's reflection. */
function dynamicClient(
  root: object,
  path: readonly string[],
): Record<string, (...args: readonly unknown[]) => unknown> {
  const definition = loadPackageDefinition(
    fromJSON(root as Parameters<typeof fromJSON>[0], { longs: String, enums: String }),
  )
  const Service = path.reduce((at, name) => at[name] as typeof at, definition as Record<string, unknown>)
  return new (Service as unknown as new (address: string, c: unknown) => never)(
    `127.0.0.1:${server.port}`,
    credentials.createInsecure(),
  )
}

const nested =
  (...path: readonly string[]) =>
  (inner: object): object =>
    path.reduceRight((held: object, name) => ({ nested: { [name]: held } }), { nested: inner })

test.each(['v1', 'v1alpha'])(
  'reflection %s lists services and gives files with their imports',
  async (version) => {
    const root = nested(
      'grpc',
      'reflection',
      version,
    )({
      Request: {
        oneofs: { ask: { oneof: ['fileContainingSymbol', 'listServices'] } },
        fields: { fileContainingSymbol: { type: 'string', id: 4 }, listServices: { type: 'string', id: 7 } },
      },
      Files: { fields: { fileDescriptorProto: { rule: 'repeated', type: 'bytes', id: 1 } } },
      Services: { fields: { service: { rule: 'repeated', type: 'Service', id: 1 } } },
      Service: { fields: { name: { type: 'string', id: 1 } } },
      Failure: { fields: { errorCode: { type: 'int32', id: 1 } } },
      Reply: {
        fields: {
          fileDescriptorResponse: { type: 'Files', id: 4 },
          listServicesResponse: { type: 'Services', id: 6 },
          errorResponse: { type: 'Failure', id: 7 },
        },
      },
      ServerReflection: {
        methods: {
          ServerReflectionInfo: {
            requestType: 'Request',
            responseType: 'Reply',
            requestStream: true,
            responseStream: true,
          },
        },
      },
    })
    interface Reply {
      readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] }
      readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] }
      readonly errorResponse?: { readonly errorCode: number }
    }
    const client = dynamicClient(root, ['grpc', 'reflection', version, 'ServerReflection'])
    const stream = client['ServerReflectionInfo']?.() as Stream<Reply>
    stream.write({ listServices: '*' })
    stream.write({ fileContainingSymbol: 'zitadel.user.v2.UserService' })
    stream.write({ fileContainingSymbol: 'no.Such' })
    stream.end()
    const replies: Reply[] = []
    for await (const reply of stream) replies.push(reply)
    client['close']?.()
    const names = replies[0]?.listServicesResponse?.service.map((service) => service.name)
    expect(names).toEqual(
      expect.arrayContaining([
        'zitadel.user.v2.UserService',
        'grpc.health.v1.Health',
        `grpc.reflection.${version}.ServerReflection`,
      ]),
    )
    const files = replies[1]?.fileDescriptorResponse?.fileDescriptorProto.map((bytes) =>
      fromBinary(FileDescriptorProtoSchema, bytes),
    )
    expect(files?.[0]?.service[0]?.name).toBe('UserService')
    const given = new Set(files?.map((file) => file.name))
    for (const file of files ?? []) for (const name of file.dependency) expect(given).toContain(name)
    expect(replies[2]?.errorResponse?.errorCode).toBe(Code.NotFound)
  },
)

test('health: Check, Watch and unknown services', async () => {
  const root = nested(
    'grpc',
    'health',
    'v1',
  )({
    Ask: { fields: { service: { type: 'string', id: 1 } } },
    Answer: { fields: { status: { type: 'int32', id: 1 } } },
    Health: {
      methods: {
        Check: { requestType: 'Ask', responseType: 'Answer' },
        Watch: { requestType: 'Ask', responseType: 'Answer', responseStream: true },
      },
    },
  })
  const client = dynamicClient(root, ['grpc', 'health', 'v1', 'Health'])
  const check = (service: string): Promise<unknown> =>
    new Promise((resolve) => {
      client['Check']?.({ service }, (error: unknown, reply: unknown) => resolve(error ?? reply))
    })
  expect(await check('')).toEqual({ status: 1 })
  expect(await check('zitadel.user.v2.UserService')).toEqual({ status: 1 })
  expect(await check('nope')).toMatchObject({ code: Code.NotFound })
  const watch = client['Watch']?.({ service: '' }) as Stream<unknown>
  for await (const reply of watch) {
    expect(reply).toEqual({ status: 1 })
    break
  }
  client['close']?.()
})
