import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contractFiles, services } from './services.ts'

test('the list holds every service of the package', async () => {
  const folder = fileURLToPath(new URL('../', import.meta.resolve('@zitadel/proto/zitadel/options_pb.js')))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('_pb.js'),
  )
  const found = await Promise.all(
    files.map(async (file): Promise<string[]> => {
      const module: Record<string, { readonly kind?: string; readonly typeName?: string }> = await import(
        folder + file
      )
      return Object.values(module).flatMap((each) => (each.kind === 'service' ? [String(each.typeName)] : []))
    }),
  )
  expect(services.map((service) => service.typeName).sort()).toEqual(found.flat().sort())
  expect(new Set(services).size).toBe(30)
})

test('the files are closed under import, options included', () => {
  const names = new Set(contractFiles.map((file) => file.proto.name))
  for (const file of contractFiles) for (const name of file.proto.dependency) expect(names).toContain(name)
})
