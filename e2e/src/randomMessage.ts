import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf'
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import fc from 'fast-check'

/** Writes one value of a field, tag included. */
type Write = (writer: BinaryWriter) => void

/** Deeper messages stay empty, so that the contract's recursive queries end. */
const maxDepth = 5

/**
 * Makes wire bytes that are right by type for any message of the contract: fields come and go, enums may be unknown,
 * numbers extreme; strings are often one of `words`, so that ids hit.
 */
export function randomMessages(words: readonly string[]): (schema: DescMessage) => fc.Arbitrary<Uint8Array> {
  const scalars = scalarArbitraries(words)
  const known = new Map<string, fc.Arbitrary<readonly Write[]>>()

  function messageOf(schema: DescMessage, depth: number): fc.Arbitrary<readonly Write[]> {
    const key = `${schema.typeName} ${depth}`
    let found = known.get(key)
    if (found === undefined) {
      const members = depth === maxDepth ? [] : schema.members
      found = fc
        .tuple(
          ...members.map((member) =>
            member.kind === 'oneof' ? oneOf(member.fields, depth) : maybe(member, depth),
          ),
        )
        .map((written) => written.flat())
      known.set(key, found)
    }
    return found
  }

  function oneOf(fields: readonly DescField[], depth: number): fc.Arbitrary<readonly Write[]> {
    const nothing = fc.constant<readonly Write[]>([])
    return fc.oneof(nothing, ...fields.map((field) => ({ weight: 2, arbitrary: value(field, depth) })))
  }

  function maybe(field: DescField, depth: number): fc.Arbitrary<readonly Write[]> {
    if (field.fieldKind === 'list') {
      return fc.array(value(field, depth), { maxLength: 3 }).map((items) => items.flat())
    }
    if (field.fieldKind === 'map') return fc.constant([])
    return fc.oneof(fc.constant<readonly Write[]>([]), { weight: 4, arbitrary: value(field, depth) })
  }

  function value(field: DescField, depth: number): fc.Arbitrary<readonly Write[]> {
    const { number } = field
    if (field.message !== undefined) {
      return messageOf(field.message, depth + 1).map((inner) => [
        (writer) => {
          writer.tag(number, WireType.LengthDelimited).fork()
          for (const write of inner) write(writer)
          writer.join()
        },
      ])
    }
    const plain =
      field.enum === undefined ? scalars(field.scalar ?? ScalarType.STRING) : enumNumber(field.enum.values)
    return plain.map(({ type, write }) => [(writer) => write(writer.tag(number, type))])
  }

  return (schema) =>
    messageOf(schema, 0).map((written) => {
      const writer = new BinaryWriter()
      for (const write of written) write(writer)
      return writer.finish()
    })
}

interface Plain {
  readonly type: WireType
  readonly write: Write
}

function enumNumber(values: readonly { readonly number: number }[]): fc.Arbitrary<Plain> {
  const numbers = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...values.map(({ number }) => number)) },
    fc.constantFrom(4711, -1),
  )
  return numbers.map((number) => ({ type: WireType.Varint, write: (writer) => void writer.int32(number) }))
}

function scalarArbitraries(words: readonly string[]): (type: ScalarType) => fc.Arbitrary<Plain> {
  const text = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words) },
    fc.constantFrom(
      '',
      'a\u0000b',
      'x'.repeat(201),
      '\u202e%00\'";--',
      'de',
      'a@example.test',
      '127.0.0.1:1',
    ),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  const small = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.constantFrom(-1, 2 ** 31 - 1, -(2 ** 31)))
  const large = fc.oneof(
    fc.bigInt({ min: 0n, max: 100n }),
    fc.constantFrom(-1n, 2n ** 63n - 1n, -(2n ** 63n)),
  )
  const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY))
  const bytes = fc.uint8Array({ maxLength: 60 })
  const varint = (write: Write): Plain => ({ type: WireType.Varint, write })
  const delimited = (write: Write): Plain => ({ type: WireType.LengthDelimited, write })
  const arbitraries: Partial<Record<ScalarType, fc.Arbitrary<Plain>>> = {
    [ScalarType.STRING]: text.map((given) => delimited((writer) => void writer.string(given))),
    [ScalarType.BYTES]: bytes.map((given) => delimited((writer) => void writer.bytes(given))),
    [ScalarType.BOOL]: fc.boolean().map((given) => varint((writer) => void writer.bool(given))),
    [ScalarType.INT32]: small.map((given) => varint((writer) => void writer.int32(given))),
    [ScalarType.UINT32]: small.map((given) => varint((writer) => void writer.uint32(given >>> 0))),
    [ScalarType.INT64]: large.map((given) => varint((writer) => void writer.int64(given))),
    [ScalarType.UINT64]: large.map((given) =>
      varint((writer) => void writer.uint64(BigInt.asUintN(64, given))),
    ),
    [ScalarType.DOUBLE]: double.map((given) => ({
      type: WireType.Bit64,
      write: (writer) => void writer.double(given),
    })),
    [ScalarType.FLOAT]: double.map((given) => ({
      type: WireType.Bit32,
      write: (writer) => void writer.float(Math.fround(given)),
    })),
  }
  return (type) => {
    const found = arbitraries[type]
    if (found === undefined) throw new Error(`the contract has no scalar ${ScalarType[type]} in requests`)
    return found
  }
}
