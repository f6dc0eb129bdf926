import { clone, create } from '@bufbuild/protobuf'
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type EnumDescriptorProto,
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  type ServiceDescriptorProto,
  ServiceDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'

/**
 * Adds what is newer to a published file, by name: further messages, fields, members of oneofs, enum values and methods. Throws
 * if it states again what is published, except for the enum values that a compiler demands.
 */
export function mergeFile(published: FileDescriptorProto, newer: FileDescriptorProto): FileDescriptorProto {
  const file = clone(FileDescriptorProtoSchema, published)
  file.dependency = [...new Set([...file.dependency, ...newer.dependency])].filter(
    (name) => name !== file.name,
  )
  for (const message of newer.messageType) mergeNamed(file.messageType, message, mergeMessage)
  for (const each of newer.enumType) mergeNamed(file.enumType, each, mergeEnum)
  for (const service of newer.service) mergeNamed(file.service, service, mergeService)
  return file
}

function mergeNamed<T extends { readonly name: string }>(
  into: T[],
  newer: T,
  merge: (published: T, newer: T) => T,
): void {
  const at = into.findIndex(({ name }) => name === newer.name)
  const published = into[at]
  if (published === undefined) into.push(newer)
  else into[at] = merge(published, newer)
}

function mergeMessage(published: DescriptorProto, newer: DescriptorProto): DescriptorProto {
  const message = clone(DescriptorProtoSchema, published)
  for (const each of newer.nestedType) mergeNamed(message.nestedType, each, mergeMessage)
  for (const each of newer.enumType) mergeNamed(message.enumType, each, mergeEnum)
  for (const field of newer.field) addField(message, field, newer)
  return withRealOneofsFirst(message)
}

function addField(message: DescriptorProto, field: FieldDescriptorProto, from: DescriptorProto): void {
  const known = message.field.find(({ name, number }) => name === field.name || number === field.number)
  if (known !== undefined)
    throw new Error(`${message.name}.${field.name} meets ${known.name} = ${known.number}`)
  message.field.push(field)
  const oneof = oneofOf(field, from)
  if (oneof === undefined) return
  const at = message.oneofDecl.findIndex(({ name }) => name === oneof.name)
  field.oneofIndex = at >= 0 ? at : message.oneofDecl.push(oneof) - 1
}

/** Puts the oneofs that stand for `optional` behind all others, as descriptors demand (descriptor.proto, proto3_optional). */
function withRealOneofsFirst(message: DescriptorProto): DescriptorProto {
  const fieldsIn = (index: number) =>
    message.field.filter((field) => inOneof(field) && field.oneofIndex === index)
  const members = message.oneofDecl.map((oneof, index) => ({ oneof, fields: fieldsIn(index) }))
  const [real, optional] = [false, true].map((synthetic) =>
    members.filter(({ fields }) => fields.some(({ proto3Optional }) => proto3Optional) === synthetic),
  )
  const ordered = [...(real ?? []), ...(optional ?? [])]
  for (const [index, { fields }] of ordered.entries()) for (const field of fields) field.oneofIndex = index
  message.oneofDecl = ordered.map(({ oneof }) => oneof)
  return message
}

function oneofOf(field: FieldDescriptorProto, message: DescriptorProto) {
  return inOneof(field) ? message.oneofDecl[field.oneofIndex] : undefined
}

function inOneof(field: FieldDescriptorProto): boolean {
  return Object.hasOwn(field, 'oneofIndex')
}

/** A further name of a published value stands after it: of two names JSON writes the first one, and reads both. */
function mergeEnum(published: EnumDescriptorProto, newer: EnumDescriptorProto): EnumDescriptorProto {
  const merged = clone(EnumDescriptorProtoSchema, published)
  for (const value of newer.value) {
    const same = merged.value.filter(({ number }) => number === value.number)
    if (same.some(({ name }) => name === value.name)) continue
    if (same.length > 0) {
      merged.options ??= create(EnumOptionsSchema)
      merged.options.allowAlias = true
    }
    merged.value.push(value)
  }
  return merged
}

function mergeService(
  published: ServiceDescriptorProto,
  newer: ServiceDescriptorProto,
): ServiceDescriptorProto {
  const service = clone(ServiceDescriptorProtoSchema, published)
  for (const method of newer.method) {
    if (service.method.some(({ name }) => name === method.name)) {
      throw new Error(`${service.name}/${method.name} is published already`)
    }
    service.method.push(method)
  }
  return service
}
