import { clone } from '@bufbuild/protobuf'
import {
  type DescriptorProto,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt'

/** Returns a compiled file under the names of the contract: `newer`, the root of our statements, stands for `zitadel`. */
export function renamed(newer: FileDescriptorProto): FileDescriptorProto {
  const file = clone(FileDescriptorProtoSchema, newer)
  file.name = fileName(file.name)
  file.package = typeName(file.package)
  // A file may need both our statement of a file and the published one, which become the same.
  file.dependency = [...new Set(file.dependency.map(fileName))]
  for (const message of file.messageType) renameFields(message)
  for (const method of file.service.flatMap((service) => service.method)) {
    method.inputType = typeName(method.inputType)
    method.outputType = typeName(method.outputType)
  }
  return file
}

function renameFields(message: DescriptorProto): void {
  for (const field of message.field) field.typeName = typeName(field.typeName)
  for (const nested of message.nestedType) renameFields(nested)
}

function fileName(name: string): string {
  return name.replace(/^newer\//, 'zitadel/')
}

/** Renames a full name with or without the leading dot. */
export function typeName(name: string): string {
  return name.replace(/^(\.?)newer\./, '$1zitadel.')
}
