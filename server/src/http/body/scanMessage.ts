import { isUtf8 } from 'node:buffer'
import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { elementLimit } from '../../contract/bodyLimit.ts'
import { malformedMessage, notUtf8, refuseBody, tooDeep, tooManyElements } from './bodyRefusals.ts'

/** The nesting that a message may have, as in the protobuf library. */
const maxDepth = 100

const varint = 0
const bits64 = 1
const lengthDelimited = 2
const startGroup = 3
const endGroup = 4
const bits32 = 5

/** How the value of a field is written. */
interface FieldShape {
  readonly wireType: number
  /** The shapes of the fields of a message; read when first needed, because types may contain themselves. */
  readonly fields?: () => Fields
  readonly text?: boolean
  /** A list of numbers, which may also be written as one length-delimited value. */
  readonly packable?: boolean
}
type Fields = ReadonlyMap<number, FieldShape>

const known = new WeakMap<DescMessage, Fields>()

/**
 * Checks the bytes of a message without building it, and returns the number of its fields and list items. Refuses bytes
 * that are no message of the type, texts that are not valid UTF-8, and more fields or nesting than a request may have.
 */
export function scanMessage(schema: DescMessage, bytes: Uint8Array): number {
  const scan = new Scan(bytes)
  scan.message(fieldsOf(schema), bytes.length, 0)
  return scan.elements
}

class Scan {
  elements = 0
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  message(fields: Fields, end: number, depth: number): void {
    if (depth >= maxDepth) refuseBody(tooDeep)
    while (this.#at < end) {
      const tag = this.#uint32(end)
      const wireType = tag & 7
      const number = tag >>> 3
      if (number === 0) throw malformedMessage('a field has the number 0')
      this.#count(1)
      this.#value(fields.get(number), wireType, number, end, depth)
    }
  }

  #value(shape: FieldShape | undefined, wireType: number, number: number, end: number, depth: number): void {
    switch (wireType) {
      case varint:
        this.#varint(end)
        break
      case bits64:
        this.#skip(8, end)
        break
      case bits32:
        this.#skip(4, end)
        break
      case lengthDelimited: {
        const valueEnd = this.#lengthEnd(end)
        if (shape !== undefined) this.#content(shape, valueEnd, depth)
        this.#at = valueEnd
        break
      }
      case startGroup:
        this.#group(number, end, depth + 1)
        break
      default:
        throw malformedMessage(`wire type ${wireType} in field ${number}`)
    }
    const fits = shape === undefined || wireType === shape.wireType
    if (!fits && !(shape.packable && wireType === lengthDelimited)) {
      throw malformedMessage(`field ${number} has the wire type ${wireType}`)
    }
  }

  #content({ fields, text, packable, wireType }: FieldShape, end: number, depth: number): void {
    if (fields !== undefined) this.message(fields(), end, depth + 1)
    else if (packable) this.#packed(wireType, end)
    else if (text && !isUtf8(this.#bytes.subarray(this.#at, end))) refuseBody(notUtf8)
  }

  #packed(wireType: number, end: number): void {
    while (this.#at < end) {
      this.#count(1)
      if (wireType === varint) this.#varint(end)
      else this.#skip(wireType === bits64 ? 8 : 4, end)
    }
  }

  /** Skips an unknown group, which the contract never uses. */
  #group(number: number, end: number, depth: number): void {
    if (depth >= maxDepth) refuseBody(tooDeep)
    for (;;) {
      const tag = this.#uint32(end)
      this.#count(1)
      if ((tag & 7) === endGroup) {
        if (tag >>> 3 !== number) throw malformedMessage('a group ends in another field')
        return
      }
      this.#value(undefined, tag & 7, tag >>> 3, end, depth)
    }
  }

  #count(elements: number): void {
    this.elements += elements
    if (this.elements > elementLimit) refuseBody(tooManyElements)
  }

  #skip(length: number, end: number): void {
    if (end - this.#at < length) throw malformedMessage('it ends too early')
    this.#at += length
  }

  #lengthEnd(end: number): number {
    const length = this.#uint32(end)
    if (length > end - this.#at) throw malformedMessage('it ends too early')
    return this.#at + length
  }

  /** Skips a varint of up to ten bytes. */
  #varint(end: number): void {
    for (let length = 0; length < 10; length += 1) {
      if (this.#at >= end) throw malformedMessage('it ends too early')
      const byte = this.#bytes[this.#at] ?? 0
      this.#at += 1
      if (byte < 0x80) return
    }
    throw malformedMessage('a number is longer than ten bytes')
  }

  /** Reads a tag or length, which has 32 bits. */
  #uint32(end: number): number {
    let result = 0
    for (let shift = 0; shift < 35; shift += 7) {
      if (this.#at >= end) throw malformedMessage('it ends too early')
      const byte = this.#bytes[this.#at] ?? 0
      this.#at += 1
      if (shift === 28 && byte > 0x0f) break
      result |= (byte & 0x7f) << shift
      if (byte < 0x80) return result >>> 0
    }
    throw malformedMessage('a tag or length is longer than 32 bits')
  }
}

function fieldsOf(schema: DescMessage): Fields {
  let fields = known.get(schema)
  if (fields === undefined) {
    fields = new Map(schema.fields.map((field) => [field.number, shapeOf(field)]))
    known.set(schema, fields)
  }
  return fields
}

function shapeOf(field: DescField): FieldShape {
  const { message } = field
  if (field.fieldKind === 'map') {
    const value: FieldShape =
      message === undefined
        ? scalarShape(field.scalar)
        : { wireType: lengthDelimited, fields: () => fieldsOf(message) }
    const entry: Fields = new Map([
      [1, scalarShape(field.mapKey)],
      [2, value],
    ])
    return { wireType: lengthDelimited, fields: () => entry }
  }
  if (message !== undefined) return { wireType: lengthDelimited, fields: () => fieldsOf(message) }
  const shape = scalarShape(field.scalar)
  return field.fieldKind === 'list' && shape.wireType !== lengthDelimited
    ? { ...shape, packable: true }
    : shape
}

/** The shape of a scalar; of an enum, which has none, that of its number. */
function scalarShape(scalar: ScalarType | undefined): FieldShape {
  switch (scalar) {
    case ScalarType.STRING:
      return { wireType: lengthDelimited, text: true }
    case ScalarType.BYTES:
      return { wireType: lengthDelimited }
    case ScalarType.DOUBLE:
    case ScalarType.FIXED64:
    case ScalarType.SFIXED64:
      return { wireType: bits64 }
    case ScalarType.FLOAT:
    case ScalarType.FIXED32:
    case ScalarType.SFIXED32:
      return { wireType: bits32 }
    default:
      return { wireType: varint }
  }
}
