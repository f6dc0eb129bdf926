import { clone, type Message } from '@bufbuild/protobuf'
import {
  type DescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'

/** The number of the options for OpenAPI documents. */
export const documentOption = 1042
/** The folder of the files that define these options. */
export const documentFiles = 'protoc-gen-openapiv2/'

/** Removes the options that hold texts for OpenAPI documents: they are the publisher's words, and no rule of the contract. */
export function withoutDocuments(published: FileDescriptorProto): FileDescriptorProto {
  const file = clone(FileDescriptorProtoSchema, published)
  if (file.publicDependency.length > 0) throw new Error(`${file.name} has public imports`)
  file.dependency = file.dependency.filter((name) => !name.startsWith(documentFiles))
  strip(file.options)
  for (const message of file.messageType) stripMessage(message)
  for (const service of file.service) {
    strip(service.options)
    for (const method of service.method) strip(method.options)
  }
  return file
}

function stripMessage(message: DescriptorProto): void {
  strip(message.options)
  for (const field of message.field) strip(field.options)
  for (const nested of message.nestedType) stripMessage(nested)
}

function strip(options: Message | undefined): void {
  if (options?.$unknown) options.$unknown = options.$unknown.filter(({ no }) => no !== documentOption)
}
