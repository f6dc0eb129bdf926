import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DescFile } from '@bufbuild/protobuf'
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt'

/** Files of descriptors by their name, such as `zitadel/org/v2/org.proto`. */
export type Files = ReadonlyMap<string, FileDescriptorProto>

/** Reads all files of the published package `@zitadel/proto`, and those of Google that they import. */
export async function publishedFiles(): Promise<Files> {
  const folder = fileURLToPath(new URL('../', import.meta.resolve('@zitadel/proto/zitadel/options_pb.js')))
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = new Map<string, FileDescriptorProto>()
  const add = (file: DescFile): void => {
    files.set(file.proto.name, file.proto)
    for (const dependency of file.dependencies) add(dependency)
  }
  for (const name of names.filter((each) => each.endsWith('_pb.js')).sort()) {
    const module: Record<string, unknown> = await import(path.join(folder, name))
    for (const [key, value] of Object.entries(module)) if (key.startsWith('file_')) add(value as DescFile)
  }
  return files
}
