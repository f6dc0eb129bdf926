import {
  create,
  createFileRegistry,
  type DescFile,
  type DescMessage,
  type DescMethodBiDiStreaming,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type DescService,
  fromJson,
  type JsonObject,
} from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'

type Member = readonly [name: string, number: number, type: string, options?: JsonObject]
const scalars: Readonly<Record<string, string>> = {
  string: 'TYPE_STRING',
  int32: 'TYPE_INT32',
  bytes: 'TYPE_BYTES',
}

/** Returns a message of a file descriptor; a member's type is a scalar or a full type name such as `.a.B`. */
export function messageProto(
  name: string,
  members: readonly Member[],
  oneof = '',
  more: JsonObject = {},
): JsonObject {
  const field = members.map(([fieldName, number, type, options]) => ({
    name: fieldName,
    jsonName: fieldName.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    number,
    label: 'LABEL_OPTIONAL',
    ...(scalars[type] === undefined ? { type: 'TYPE_MESSAGE', typeName: type } : { type: scalars[type] }),
    ...options,
  }))
  return { name, field, ...(oneof === '' ? {} : { oneofDecl: [{ name: oneof }] }), ...more }
}

/** Builds a file's descriptors at run time, for the few public protocols without generated code. */
export function fileFromProto(proto: JsonObject): DescFile {
  const descriptor = fromJson(FileDescriptorProtoSchema, { syntax: 'proto3', ...proto })
  const file = createFileRegistry(create(FileDescriptorSetSchema, { file: [descriptor] })).getFile(
    descriptor.name,
  )
  if (file === undefined) throw new Error(`no file ${descriptor.name}`)
  return file
}

/** Returns the only service of a file. */
export function onlyService(file: DescFile): DescService {
  const [service] = file.services
  if (service === undefined) throw new Error(`${file.name} has no service`)
  return service
}

/** Returns a unary method of a service that was built at run time. */
export function unary(service: DescService, localName: string): DescMethodUnary<DescMessage, DescMessage> {
  return methodOf(service, localName) as DescMethodUnary<DescMessage, DescMessage>
}

/** Returns a server-streaming method of a service that was built at run time. */
export function serverStreaming(
  service: DescService,
  localName: string,
): DescMethodServerStreaming<DescMessage, DescMessage> {
  return methodOf(service, localName) as DescMethodServerStreaming<DescMessage, DescMessage>
}

/** Returns a bidirectional method of a service that was built at run time. */
export function bidiStreaming(
  service: DescService,
  localName: string,
): DescMethodBiDiStreaming<DescMessage, DescMessage> {
  return methodOf(service, localName) as DescMethodBiDiStreaming<DescMessage, DescMessage>
}

function methodOf(service: DescService, localName: string): unknown {
  const method = service.method[localName]
  if (method === undefined) throw new Error(`${service.typeName} has no method ${localName}`)
  return method
}
