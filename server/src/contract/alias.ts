import {
  type DescEnum,
  type DescField,
  type DescMessage,
  type DescMethod,
  type DescMethodUnary,
  fromBinary,
  getOption,
  hasOption,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import { required, rules } from '@zitadel/proto/validate/validate_pb.js'
import { isUnary } from './restRoutes.ts'
import { services } from './services.ts'
import { demandsPresence } from './valueRules.ts'

/**
 * Returns the v2 method whose handler can serve a v2beta method: it has the same service and method name, and its messages have
 * the same fields on the wire. Undefined if the method needs its own handler.
 */
export function aliasOf(method: DescMethod): DescMethodUnary | undefined {
  return aliases.get(method)
}

/** Converts a message to another type by its bytes; fields that the other type lacks become unknown fields. */
export function convert<To extends DescMessage>(
  from: DescMessage,
  to: To,
  message: MessageShape<DescMessage>,
): MessageShape<To> {
  return fromBinary(to, toBinary(from, message))
}

/** Lists the fields that keep the old message from being read as the new one. */
export function wireDifferences(older: DescMessage, newer: DescMessage): readonly string[] {
  return messageDifferences(older, newer, new Set())
}

function messageDifferences(older: DescMessage, newer: DescMessage, seen: Set<string>): readonly string[] {
  const pair = `${older.typeName} ${newer.typeName}`
  if (older.typeName === newer.typeName || seen.has(pair)) return []
  seen.add(pair)
  const missing = older.fields.flatMap((field) =>
    fieldDifferences(field, fieldByNumber(newer, field.number), seen),
  )
  return [...missing, ...addedDemands(older, newer)]
}

function fieldDifferences(
  older: DescField,
  newer: DescField | undefined,
  seen: Set<string>,
): readonly string[] {
  const at = `${older.parent.name}.${older.name}`
  if (newer === undefined) return [`${at}: no field ${older.number}`]
  if (older.name !== newer.name) return [`${at}: field ${older.number} is ${newer.name}`]
  if (shapeOf(older) !== shapeOf(newer)) return [`${at}: ${shapeOf(older)} is ${shapeOf(newer)}`]
  if (older.oneof?.name !== newer.oneof?.name) return [`${at}: another oneof`]
  if (older.enum !== undefined && newer.enum !== undefined) return enumDifferences(at, older.enum, newer.enum)
  if (older.message === undefined || newer.message === undefined) return []
  return messageDifferences(older.message, newer.message, seen)
}

function enumDifferences(at: string, older: DescEnum, newer: DescEnum): readonly string[] {
  return older.values.flatMap((value) => {
    const same = newer.values.some((each) => each.number === value.number && each.name === value.name)
    return same ? [] : [`${at}: enum value ${value.name} = ${value.number}`]
  })
}

/** Finds required fields that only the newer message has, as older clients cannot send them. */
function addedDemands(older: DescMessage, newer: DescMessage): readonly string[] {
  const added = newer.fields.filter((field) => fieldByNumber(older, field.number) === undefined)
  const fields = added.filter(
    (field) =>
      field.message !== undefined && hasOption(field, rules) && demandsPresence(getOption(field, rules)),
  )
  const oneofs = newer.oneofs.filter(
    (oneof) => hasOption(oneof, required) && !older.oneofs.some((each) => each.name === oneof.name),
  )
  return [...fields, ...oneofs].map(
    (each) => `${newer.name}.${each.name}: demanded by the newer message only`,
  )
}

function shapeOf(field: DescField): string {
  const element = field.scalar ?? (field.enum === undefined ? 'message' : 'enum')
  const key = field.fieldKind === 'map' ? `${field.mapKey} to ` : ''
  return `${field.fieldKind} ${key}${element}${field.proto.proto3Optional ? ' optional' : ''}`
}

function fieldByNumber(schema: DescMessage, number: number): DescField | undefined {
  return schema.fields.find((field) => field.number === number)
}

/** Returns the method of the same name in the v2 service, compatible or not. */
function namesakeOf(method: DescMethod): DescMethodUnary | undefined {
  if (!method.parent.typeName.includes('.v2beta.')) return undefined
  const typeName = method.parent.typeName.replace('.v2beta.', '.v2.')
  const service = services.find((each) => each.typeName === typeName)
  const namesake = service?.methods.find((each) => each.name === method.name)
  return namesake !== undefined && isUnary(namesake) ? namesake : undefined
}

const aliases: ReadonlyMap<DescMethod, DescMethodUnary> = new Map(
  services.flatMap((service) =>
    service.methods.flatMap((method) => {
      const namesake = namesakeOf(method)
      if (namesake === undefined) return []
      const differences = [
        ...wireDifferences(method.input, namesake.input),
        ...wireDifferences(method.output, namesake.output),
      ]
      return differences.length === 0 ? [[method, namesake] as const] : []
    }),
  ),
)
