import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt'

/**
 * Prints a file of descriptors as `.proto` text, so that a compiler can resolve names in it: messages, enums and extensions
 * without options, oneofs, maps and services. The text is read by the compiler only.
 */
export function skeletonOf(file: FileDescriptorProto): string {
  return [
    `syntax = "${file.syntax || 'proto2'}";`,
    `package ${file.package};`,
    ...file.dependency.map((name) => `import "${name}";`),
    ...file.messageType.map(messageText),
    ...file.enumType.map(enumText),
    ...file.extension.map((field) => `extend ${field.extendee} { ${fieldText(field)} }`),
    '',
  ].join('\n')
}

function messageText(message: DescriptorProto): string {
  const parts = [
    ...message.nestedType.map(messageText),
    ...message.enumType.map(enumText),
    ...message.field.map(fieldText),
  ]
  return `message ${message.name} {\n${parts.join('\n')}\n}`
}

function enumText({ name, value }: EnumDescriptorProto): string {
  const isAliased = new Set(value.map(({ number }) => number)).size < value.length
  const values = value.map((each) => `${each.name} = ${each.number};`)
  return `enum ${name} {\n${isAliased ? 'option allow_alias = true;\n' : ''}${values.join('\n')}\n}`
}

/** Every field has explicit presence: rules may state the default value of a scalar. */
function fieldText(field: FieldDescriptorProto): string {
  const label = field.label === Label.REPEATED ? 'repeated' : 'optional'
  const type = field.typeName || Type[field.type].toLowerCase()
  return `${label} ${type} ${field.name} = ${field.number};`
}
