import { create, type MessageInitShape } from '@bufbuild/protobuf'
import { FieldDescriptorProto_Label, FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt'
import { expect, test } from 'vitest'
import { mergeFile } from './merge.ts'

const label = FieldDescriptorProto_Label.OPTIONAL
const file = (init: MessageInitShape<typeof FileDescriptorProtoSchema>) =>
  create(FileDescriptorProtoSchema, { name: 'zitadel/a.proto', package: 'zitadel.a', ...init })

const published = file({
  dependency: ['zitadel/b.proto'],
  messageType: [
    {
      name: 'Filter',
      oneofDecl: [{ name: 'filter' }, { name: '_limit' }],
      field: [
        { name: 'id', number: 1, label, oneofIndex: 0 },
        { name: 'limit', number: 2, label, oneofIndex: 1, proto3Optional: true },
      ],
    },
  ],
  enumType: [
    {
      name: 'Kind',
      value: [
        { name: 'NONE', number: 0 },
        { name: 'OLD', number: 1 },
      ],
    },
  ],
  service: [{ name: 'Service', method: [{ name: 'Get' }] }],
})

test('adds imports, fields, members of oneofs, nested types, values and methods', () => {
  const merged = mergeFile(
    published,
    file({
      dependency: ['zitadel/b.proto', 'zitadel/a.proto', 'zitadel/c.proto'],
      messageType: [
        {
          name: 'Filter',
          nestedType: [{ name: 'Range' }],
          oneofDecl: [{ name: 'filter' }, { name: 'order' }],
          field: [
            { name: 'range', number: 3, label, oneofIndex: 0 },
            { name: 'up', number: 4, label, oneofIndex: 1 },
            { name: 'plain', number: 5, label },
          ],
        },
        { name: 'Other' },
      ],
      enumType: [
        {
          name: 'Kind',
          value: [
            { name: 'NONE', number: 0 },
            { name: 'NEW', number: 2 },
          ],
        },
      ],
      service: [{ name: 'Service', method: [{ name: 'List' }] }, { name: 'Second' }],
    }),
  )
  const [filter, other] = merged.messageType
  expect(merged.dependency).toEqual(['zitadel/b.proto', 'zitadel/c.proto'])
  expect(filter?.nestedType[0]?.name).toBe('Range')
  expect(filter?.oneofDecl.map(({ name }) => name)).toEqual(['filter', 'order', '_limit'])
  const oneofs = filter?.field.map((field) => [
    field.name,
    Object.hasOwn(field, 'oneofIndex') ? filter.oneofDecl[field.oneofIndex]?.name : undefined,
  ])
  expect(Object.fromEntries(oneofs ?? [])).toEqual({
    id: 'filter',
    limit: '_limit',
    range: 'filter',
    up: 'order',
    plain: undefined,
  })
  expect(other?.name).toBe('Other')
  expect(merged.enumType[0]?.value.map(({ name }) => name)).toEqual(['NONE', 'OLD', 'NEW'])
  expect(merged.service.map(({ name, method }) => [name, method.map((each) => each.name)])).toEqual([
    ['Service', ['Get', 'List']],
    ['Second', []],
  ])
})

test('a further name of a value stands after the published one', () => {
  const enumType = [
    {
      name: 'Kind',
      value: [
        { name: 'NONE', number: 0 },
        { name: 'RENAMED', number: 1 },
      ],
    },
  ]
  const [kind] = mergeFile(published, file({ enumType })).enumType
  expect(kind?.value.map(({ name }) => name)).toEqual(['NONE', 'OLD', 'RENAMED'])
  expect(kind?.options?.allowAlias).toBe(true)
})

test.each([
  ['a field of a published number', { name: 'other', number: 1, label }],
  ['a field of a published name', { name: 'id', number: 9, label }],
])('refuses %s', (_, field) => {
  expect(() => mergeFile(published, file({ messageType: [{ name: 'Filter', field: [field] }] }))).toThrow(
    'meets id = 1',
  )
})

test('refuses a published method', () => {
  const service = [{ name: 'Service', method: [{ name: 'Get' }] }]
  expect(() => mergeFile(published, file({ service }))).toThrow('Service/Get is published already')
})

test('leaves the published file as it was', () => {
  mergeFile(published, file({ messageType: [{ name: 'Filter', field: [{ name: 'x', number: 8, label }] }] }))
  expect(published.messageType[0]?.field).toHaveLength(2)
})
