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

/** A message for a file descriptor; a member's type is a scalar, or a full type name such as `.a.B`. */
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

/** Builds a file's descriptors at run time, for the few public protocols that have no generated code here. */
export function fileFromProto(proto: JsonObject): DescFile {
  const descriptor = fromJson(FileDescriptorProtoSchema, { syntax: 'proto3', ...proto })
  const file = createFileRegistry(create(FileDescriptorSetSchema, { file: [descriptor] })).getFile(
    descriptor.name,
  )
  if (file === undefined) throw new Error(`no file ${descriptor.name}`)
  return file
}

/** The only service of such a file. */
export function onlyService(file: DescFile): DescService {
  const [service] = file.services
  if (service === undefined) throw new Error(`${file.name} has no service`)
  return service
}

/** A method of a run-time service, as the unary method that it is. */
export function unary(service: DescService, localName: string): DescMethodUnary<DescMessage, DescMessage> {
  return methodOf(service, localName) as DescMethodUnary<DescMessage, DescMessage>
}

/** A method of a run-time service, as the server-streaming method that it is. */
export function serverStreaming(
  service: DescService,
  localName: string,
): DescMethodServerStreaming<DescMessage, DescMessage> {
  return methodOf(service, localName) as DescMethodServerStreaming<DescMessage, DescMessage>
}

/** A method of a run-time service, as the bidirectional method that it is. */
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
