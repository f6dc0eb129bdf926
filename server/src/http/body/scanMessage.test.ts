import { create, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorProtoSchema, ListValueSchema, StructSchema, ValueSchema } from '@bufbuild/protobuf/wkt'
import { BulkSetUserMetadataRequestSchema } from '@sallyport/contract/zitadel/management_pb.js'
import { CreateSessionRequestSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import {
  AddHumanUserRequestSchema,
  ListUsersRequestSchema,
} from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanMessage } from './scanMessage.ts'

const schemas = [
  AddHumanUserRequestSchema,
  ListUsersRequestSchema,
  CreateSessionRequestSchema,
  BulkSetUserMetadataRequestSchema,
  FileDescriptorProtoSchema,
  StructSchema,
]

function passes(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

const prefixed = (tag: number, content: Uint8Array): Buffer => {
  const length: number[] = []
  let rest = content.length
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128)
  return Buffer.concat([Buffer.from([tag, ...length, rest]), content])
}

test('never passes bytes that the library cannot decode', () => {
  const byte = fc.oneof(fc.constantFrom(0, 1, 2, 8, 10, 11, 12, 13, 18, 26, 34, 0x80, 0xff), fc.nat(255))
  const bytes = fc.array(byte, { maxLength: 40 }).map((each) => Uint8Array.from(each))
  fc.assert(
    fc.property(fc.constantFrom<DescMessage>(...schemas), bytes, (schema, given) => {
      if (passes(() => scanMessage(schema, given))) fromBinary(schema, given)
    }),
    { numRuns: 5000 },
  )
})

test('counts fields, list items and map entries of messages that the library encodes', () => {
  const metadata = Array.from({ length: 50 }, (_, at) => ({ key: `k${at}`, value: new Uint8Array([1]) }))
  const bulk = create(BulkSetUserMetadataRequestSchema, { id: 'u', metadata })
  expect(
    scanMessage(BulkSetUserMetadataRequestSchema, toBinary(BulkSetUserMetadataRequestSchema, bulk)),
  ).toBe(151)
  const session = create(CreateSessionRequestSchema, {
    metadata: { a: new Uint8Array(2), b: new Uint8Array(3) },
  })
  expect(scanMessage(CreateSessionRequestSchema, toBinary(CreateSessionRequestSchema, session))).toBe(6)
  const file = create(FileDescriptorProtoSchema, { publicDependency: [1, 2, 300], options: {} })
  expect(scanMessage(FileDescriptorProtoSchema, toBinary(FileDescriptorProtoSchema, file))).toBe(4)
  expect(scanMessage(FileDescriptorProtoSchema, prefixed(0x52, Buffer.from([1, 2, 0xac, 2])))).toBe(4)
})

test('refuses two million empty sub-messages without building one', () => {
  const field = BulkSetUserMetadataRequestSchema.field.metadata.number
  const bytes = Buffer.alloc(4 * 2 ** 20)
  for (let at = 0; at < bytes.length; at += 2) bytes[at] = (field << 3) | 2
  expect(() => scanMessage(BulkSetUserMetadataRequestSchema, bytes)).toThrow('more than 5000 values')
})

test('refuses more than 100 levels, wrong wire types, field 0, broken groups and texts that are not UTF-8', () => {
  let deep: Uint8Array = new Uint8Array()
  // Value.list_value (6) and ListValue.values (1).
  for (let level = 0; level < 120; level += 1) deep = prefixed(level % 2 === 0 ? 0x32 : 0x0a, deep)
  expect(() => scanMessage(ListValueSchema, deep)).toThrow('deeper than 100 levels')
  const shallow = toBinary(ValueSchema, create(ValueSchema, { kind: { case: 'numberValue', value: 1 } }))
  expect(scanMessage(ValueSchema, shallow)).toBe(1)
  const user = AddHumanUserRequestSchema
  for (const [bytes, reason] of [
    [[8, 1], 'the wire type 0'],
    [[10, 2, 0xff, 0xff], 'not valid UTF-8'],
    [[2, 0], 'the number 0'],
    [[10, 5, 1], 'ends too early'],
    [[14, 1], 'wire type 6'],
    [[0x98, 6, ...Array(11).fill(0xff)], 'longer than ten bytes'],
    [[0xff, 0xff, 0xff, 0xff, 0x1f, 0], 'longer than 32 bits'],
    [[0xfb, 1, 0xf4, 1], 'ends in another field'],
    [Array(300).fill([0xfb, 1]).flat(), 'deeper than 100 levels'],
  ] as const) {
    expect(() => scanMessage(user, Uint8Array.from(bytes)), JSON.stringify(bytes.slice(0, 9))).toThrow(reason)
  }
  expect(scanMessage(user, Uint8Array.from([0xfb, 1, 0xfc, 1]))).toBe(2)
})
