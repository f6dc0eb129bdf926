import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  createRegistry,
  type DescField,
  type DescFile,
  type DescMethod,
  getOption,
  hasOption,
} from '@bufbuild/protobuf'
import {
  openapiv2_field,
  openapiv2_operation,
} from '@zitadel/proto/protoc-gen-openapiv2/options/annotations_pb.js'
import type { JSONSchema, Operation } from '@zitadel/proto/protoc-gen-openapiv2/options/openapiv2_pb.js'

/** The texts that the published package keeps in options of its descriptors; our own builds of its files leave them out. */
export interface PublishedTexts {
  operation(method: DescMethod): Operation | undefined
  field(field: DescField): JSONSchema | undefined
}

/** Reads the package's own version of the files; a method or a field that is newer has no text. */
export async function publishedTexts(files: readonly DescFile[]): Promise<PublishedTexts> {
  const published = await Promise.all(files.map(publishedFile))
  const registry = createRegistry(...published.filter((file) => file !== undefined))
  return {
    operation({ parent, name }) {
      const method = registry.getService(parent.typeName)?.methods.find((each) => each.name === name)
      return method && hasOption(method, openapiv2_operation)
        ? getOption(method, openapiv2_operation)
        : undefined
    },
    field({ parent, number }) {
      const field = registry.getMessage(parent.typeName)?.fields.find((each) => each.number === number)
      return field && hasOption(field, openapiv2_field) ? getOption(field, openapiv2_field) : undefined
    },
  }
}

async function publishedFile({ name }: DescFile): Promise<DescFile | undefined> {
  const module = import.meta.resolve(`@zitadel/proto/${name}_pb.js`)
  if (!name.startsWith('zitadel/') || !existsSync(fileURLToPath(module))) return undefined
  const exported: Readonly<Record<string, unknown>> = await import(module)
  return exported[`file_${name.replaceAll('/', '_')}`] as DescFile
}
