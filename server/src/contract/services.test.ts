import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { contractFiles, services } from './services.ts'

test('the list holds every service of the package and of our statement of what is newer', async () => {
  const folders = ['@zitadel/proto/zitadel/options_pb.js', '@sallyport/contract/zitadel/admin_pb.js'].map(
    (file) => fileURLToPath(new URL('./', import.meta.resolve(file))),
  )
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('_pb.js'))
      .map((file) => folder + file),
  )
  const found = await Promise.all(
    files.map(async (file): Promise<string[]> => {
      const module: Record<string, { readonly kind?: string; readonly typeName?: string }> = await import(
        file
      )
      return Object.values(module).flatMap((each) => (each.kind === 'service' ? [String(each.typeName)] : []))
    }),
  )
  expect(services.map((service) => service.typeName).sort()).toEqual([...new Set(found.flat())].sort())
  expect(new Set(services).size).toBe(36)
})

test('the files are closed under import, options included', () => {
  const names = new Set(contractFiles.map((file) => file.proto.name))
  for (const file of contractFiles) for (const name of file.proto.dependency) expect(names).toContain(name)
})
