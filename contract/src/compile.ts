import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fromBinary } from '@bufbuild/protobuf'
import { type FileDescriptorProto, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { Files } from './published.ts'
import { skeletonOf } from './skeleton.ts'

const statements = path.resolve(import.meta.dirname, '../proto')

/** Compiles our `.proto` files, which may refer to everything that is published; returns only ours, with their comments. */
export function compileNewer(published: Files): readonly FileDescriptorProto[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-contract-'))
  try {
    cpSync(statements, folder, { recursive: true })
    for (const [name, file] of published) if (!name.startsWith('google/protobuf/')) write(folder, name, file)
    writeFileSync(path.join(folder, 'buf.yaml'), 'version: v2\n')
    const image = path.join(folder, 'image.binpb')
    const { status, stderr } = spawnSync('buf', ['build', folder, '--as-file-descriptor-set', '-o', image], {
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`buf refused the contract:\n${stderr}`)
    const { file } = fromBinary(FileDescriptorSetSchema, readFileSync(image))
    return file.filter(({ name }) => name.startsWith('newer/'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function write(folder: string, name: string, file: FileDescriptorProto): void {
  const target = path.join(folder, name)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, skeletonOf(file))
}
