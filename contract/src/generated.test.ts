import { readdirSync } from 'node:fs'
import path from 'node:path'
import {
  createRegistry,
  type DescField,
  type DescFile,
  type DescMethod,
  fromJson,
  type Message,
  type Registry,
  toJson,
} from '@bufbuild/protobuf'
import {
  LoginSettingsSchema,
  SecondFactorType,
} from '@sallyport/contract/zitadel/settings/v2/login_settings_pb.js'
import { expect, test } from 'vitest'
import { documentOption } from './withoutDocuments.ts'

const contract = await registryOf(path.resolve(import.meta.dirname, '../gen'))
const published = await registryOf(
  path.resolve(import.meta.dirname, '../../node_modules/@zitadel/proto/es/zitadel'),
)

async function registryOf(folder: string): Promise<Registry> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('_pb.js'),
  )
  const modules: Record<string, unknown>[] = await Promise.all(
    names.map((name) => import(path.join(folder, name))),
  )
  const files = modules.flatMap((module) => Object.entries(module).filter(([key]) => key.startsWith('file_')))
  return createRegistry(...files.map(([, file]) => file as DescFile))
}

const optionsOf = ({ proto: { options } }: DescField | DescMethod) => ({
  deprecated: options?.deprecated ?? false,
  extensions: ((options as Message | undefined)?.$unknown ?? [])
    .filter(({ no }) => no !== documentOption)
    .map(({ no, data }) => `${no} ${Buffer.from(data).toString('hex')}`)
    .sort(),
})

function fieldFacts(field: DescField): unknown {
  const { number, name, jsonName, fieldKind, scalar, proto, oneof } = field
  const type = field.message?.typeName ?? field.enum?.typeName ?? scalar
  return {
    number,
    name,
    jsonName,
    fieldKind,
    type,
    optional: proto.proto3Optional,
    oneof: oneof?.name,
    ...optionsOf(field),
  }
}

test('every message of the published package is there with the same fields, numbers, types and rules', () => {
  const shared = [...published].flatMap((type) => (type.kind === 'message' ? [type] : []))
  const ours = shared.filter((type) => contract.getMessage(type.typeName) !== undefined)
  expect(ours.length).toBeGreaterThan(1000)
  for (const message of ours) {
    const fields = contract.getMessage(message.typeName)?.fields ?? []
    for (const field of message.fields) {
      const same = fields.find(({ number }) => number === field.number)
      expect(same && fieldFacts(same), `${message.typeName}.${field.name}`).toEqual(fieldFacts(field))
    }
  }
})

test('every method of the published package is there with the same messages, route and permission', () => {
  const services = [...published].flatMap((type) => (type.kind === 'service' ? [type] : []))
  const ours = services.filter((service) => contract.getService(service.typeName) !== undefined)
  expect(ours.length).toBeGreaterThan(10)
  for (const service of ours) {
    for (const method of service.methods) {
      const same = contract.getService(service.typeName)?.methods.find(({ name }) => name === method.name)
      expect(same && methodFacts(same), `${service.typeName}/${method.name}`).toEqual(methodFacts(method))
    }
  }
})

function methodFacts(method: DescMethod): unknown {
  const { input, output, methodKind, idempotency } = method
  return { input: input.typeName, output: output.typeName, methodKind, idempotency, ...optionsOf(method) }
}

test('every enum of the published package is there with the same values', () => {
  for (const type of published) {
    if (type.kind !== 'enum') continue
    const values = contract.getEnum(type.typeName)?.values ?? type.values
    for (const { name, number } of type.values) {
      expect(values.map((value) => `${value.name} ${value.number}`)).toContain(`${name} ${number}`)
    }
  }
})

test('no file imports another one twice, which clients in Go refuse', () => {
  const files = new Set([...contract].flatMap((type) => (type.kind === 'message' ? [type.file.proto] : [])))
  expect(files.size).toBeGreaterThan(50)
  for (const { name, dependency } of files) expect(new Set(dependency).size, name).toBe(dependency.length)
})

test('no text of the publisher is in our build of a file', () => {
  for (const type of contract) {
    const members = type.kind === 'message' ? type.fields : type.kind === 'service' ? type.methods : []
    for (const { proto, name } of members) {
      const numbers = ((proto.options as Message | undefined)?.$unknown ?? []).map(({ no }) => no)
      expect(numbers, `${type.toString()} ${name}`).not.toContain(documentOption)
    }
  }
})

test('JSON reads both names of a renamed value and writes the published one', () => {
  const read = (name: string) => fromJson(LoginSettingsSchema, { secondFactors: [name] })
  const settings = read('SECOND_FACTOR_TYPE_TOTP')
  expect(settings.secondFactors).toEqual([SecondFactorType.OTP])
  expect(settings).toEqual(read('SECOND_FACTOR_TYPE_OTP'))
  expect(toJson(LoginSettingsSchema, settings)).toEqual({ secondFactors: ['SECOND_FACTOR_TYPE_OTP'] })
})
