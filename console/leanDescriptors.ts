import { fromBinary, type Message, toBinary } from '@bufbuild/protobuf'
import { base64Decode, base64Encode } from '@bufbuild/protobuf/wire'
import { type DescriptorProto, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import type { Plugin } from 'vite'

/** Files that only options of other files refer to: documentation, routes, rights and rules of validation, which the server applies. */
const optionFiles =
  /^(validate\/|protoc-gen-openapiv2\/|google\/api\/|zitadel\/(protoc_gen_zitadel\/v2\/)?options)/

/**
 * Takes the custom options out of the descriptors that generated code embeds. They are most of its size, and a client does not read
 * them.
 */
export function leanDescriptors(): Plugin {
  return {
    name: 'lean-descriptors',
    enforce: 'pre',
    transform: {
      filter: { id: /_pb\.js$/ },
      handler: (code) => code.replace(/fileDesc\("([^"]+)"(?:, \[([^\]]*)\])?\)/, lean),
    },
  }
}

function lean(_: string, encoded: string, imports = ''): string {
  const file = fromBinary(FileDescriptorProtoSchema, base64Decode(encoded))
  const names = imports.split(',').map((name) => name.trim())
  const isKept = (_name: string, at: number) => !optionFiles.test(file.dependency[at] ?? '')
  const kept = names.filter(isKept)
  file.dependency = file.dependency.filter(isKept)
  file.publicDependency = []
  stripOptions(file)
  for (const message of file.messageType) stripMessage(message)
  for (const one of [...file.enumType, ...file.extension]) stripOptions(one)
  for (const { value } of file.enumType) value.forEach(stripOptions)
  for (const service of file.service) {
    stripOptions(service)
    service.method.forEach(stripOptions)
  }
  const bytes = base64Encode(toBinary(FileDescriptorProtoSchema, file), 'std_raw')
  return `fileDesc("${bytes}", [${kept.join(', ')}])`
}

function stripMessage(message: DescriptorProto): void {
  stripOptions(message)
  for (const one of [...message.field, ...message.oneofDecl, ...message.extension]) stripOptions(one)
  for (const one of message.enumType) one.value.forEach(stripOptions)
  message.nestedType.forEach(stripMessage)
}

/** Custom options are fields that the schema of the standard ones does not know. */
function stripOptions({ options }: { options?: Message | undefined }): void {
  if (options) delete options.$unknown
}
