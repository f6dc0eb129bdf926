import type { DescriptorProto, FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { typeName } from './renamed.ts'

/** Our comments by the full name of the service, method, message, field, enum or enum value; fields as `message.field`. */
export type Comments = Readonly<Record<string, string>>

/** Reads the comments in front of the declarations of our files. Their first sentence is a paragraph, which serves as a summary. */
export function commentsOf(files: readonly FileDescriptorProto[]): Comments {
  const comments = files.flatMap((file) => {
    const names = namesOf(file)
    return (file.sourceCodeInfo?.location ?? []).flatMap(({ path, leadingComments }): [string, string][] => {
      const name = names.get(path.join('.'))
      const words = leadingComments.replaceAll(/\s+/g, ' ').trim()
      return name !== undefined && words !== '' ? [[name, words.replace('. ', '.\n\n')]] : []
    })
  })
  return Object.fromEntries(comments.sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Returns the full names of declarations by their path of field numbers (descriptor.proto, SourceCodeInfo.Location). */
function namesOf(file: FileDescriptorProto): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const add = (at: string, name: string) => names.set(at, typeName(name))
  const each = (items: readonly { readonly name: string }[], at: string, within: string) => {
    for (const [index, { name }] of items.entries()) add(`${at}.${index}`, `${within}.${name}`)
  }
  const addMessage = (message: DescriptorProto, at: string, within: string): void => {
    const name = `${within}.${message.name}`
    add(at, name)
    each(message.field, `${at}.2`, name)
    for (const [index, nested] of message.nestedType.entries()) addMessage(nested, `${at}.3.${index}`, name)
    each(message.enumType, `${at}.4`, name)
    for (const [index, { name: nested, value }] of message.enumType.entries()) {
      each(value, `${at}.4.${index}.2`, `${name}.${nested}`)
    }
  }
  for (const [index, message] of file.messageType.entries()) addMessage(message, `4.${index}`, file.package)
  each(file.enumType, '5', file.package)
  for (const [index, { name, value }] of file.enumType.entries())
    each(value, `5.${index}.2`, `${file.package}.${name}`)
  each(file.service, '6', file.package)
  for (const [index, { name, method }] of file.service.entries()) {
    each(method, `6.${index}.2`, `${file.package}.${name}`)
  }
  return names
}
