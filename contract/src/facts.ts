import { type DescExtension, getExtension, hasExtension, type Message, toJson } from '@bufbuild/protobuf'
import {
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from '@bufbuild/protobuf/wkt'
import { http } from '@zitadel/proto/google/api/annotations_pb.js'
import { required, rules } from '@zitadel/proto/validate/validate_pb.js'
import { auth_option } from '@zitadel/proto/zitadel/options_pb.js'
import { options } from '@zitadel/proto/zitadel/protoc_gen_zitadel/v2/options_pb.js'
import type { Files } from './published.ts'

/** The facts of a contract by what they are about, such as `field zitadel.org.v2.Domain.domain`. */
export type Facts = ReadonlyMap<string, string>

/** Lists everything that decides bytes, routes, rules and rights. */
export function factsOf(files: Files): Facts {
  const facts = new Map<string, string>()
  const add = (kind: string, name: string, value: string, options?: Options) => {
    facts.set(`${kind} ${name}`, value)
    for (const [option, set] of optionsOf(options)) facts.set(`${option} of ${name}`, set)
  }
  const addEnum = ({ name, value }: EnumDescriptorProto, within: string): void => {
    for (const each of value) add('value', `${within}.${name}.${each.name}`, String(each.number))
  }
  const addMessage = (message: DescriptorProto, within: string): void => {
    const name = `${within}.${message.name}`
    add('message', name, '', message.options)
    for (const field of message.field)
      add('field', `${name}.${field.name}`, shapeOf(field, message), field.options)
    for (const oneof of message.oneofDecl) add('oneof', `${name}.${oneof.name}`, '', oneof.options)
    for (const nested of message.nestedType) addMessage(nested, name)
    for (const nested of message.enumType) addEnum(nested, name)
  }
  for (const file of files.values()) {
    if (!file.name.startsWith('zitadel/')) continue
    for (const message of file.messageType) addMessage(message, file.package)
    for (const each of file.enumType) addEnum(each, file.package)
    for (const { name, method } of file.service) {
      for (const each of method) {
        const shape = `${each.inputType} ${each.outputType} ${each.clientStreaming} ${each.serverStreaming}`
        add('method', `${file.package}.${name}.${each.name}`, shape, each.options)
      }
    }
  }
  return facts
}

function shapeOf(field: FieldDescriptorProto, message: DescriptorProto): string {
  const isMember = Object.hasOwn(field, 'oneofIndex') && !field.proto3Optional
  const oneof = isMember ? ` in ${message.oneofDecl[field.oneofIndex]?.name}` : ''
  const label = field.proto3Optional ? 'optional' : Label[field.label].toLowerCase()
  return `${field.number} ${label} ${field.typeName || Type[field.type]}${oneof}`
}

type Options = (Message & { readonly deprecated?: boolean }) | undefined

/** The options that decide something, as JSON: their bytes may stand in any order. */
const decisive: readonly DescExtension[] = [rules, required, http, auth_option, options]

function optionsOf(set: Options): readonly (readonly [string, string])[] {
  if (set === undefined) return []
  const values = decisive
    .filter((option) => option.extendee.typeName === set.$typeName && hasExtension(set, option))
    .map((option) => [option.name, textOf(option, set)] as const)
  return set.deprecated ? [...values, ['deprecation', 'true'] as const] : values
}

function textOf(option: DescExtension, set: Message): string {
  const value: unknown = getExtension(set, option)
  return option.message === undefined
    ? String(value)
    : JSON.stringify(toJson(option.message, value as Message))
}
