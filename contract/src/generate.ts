import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { CodeGeneratorRequestSchema, CodeGeneratorResponseSchema } from '@bufbuild/protobuf/wkt'
import type { Contract } from './contractFiles.ts'

/** Returns the text of each generated file by its path: modules of the files that the package does not have as they are. */
export function generate({ files, closure, comments }: Contract): ReadonlyMap<string, string> {
  const request = create(CodeGeneratorRequestSchema, {
    fileToGenerate: [...files.keys()].filter((name) => closure.has(name)),
    parameter: 'target=js+dts,import_extension=js',
    protoFile: [...files.values()],
  })
  const { status, stdout, stderr } = spawnSync('protoc-gen-es', {
    input: toBinary(CodeGeneratorRequestSchema, request),
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`protoc-gen-es failed:\n${stderr}`)
  const { error, file } = fromBinary(CodeGeneratorResponseSchema, stdout)
  if (error) throw new Error(`protoc-gen-es refused the contract: ${error}`)
  const generated = new Set(file.map(({ name }) => name.replace(/\.d\.ts$/, '.js')))
  return new Map([
    ...file.map(({ name, content }) => [name, asInPackage(name, content, generated)] as const),
    ['comments.json', `${JSON.stringify(comments, null, 2)}\n`] as const,
  ])
}

/**
 * Gives a module the form of the package's own: what is not generated comes from the package (the option of protoc-gen-es for this
 * takes ten times as long), and fields that may be missing have the type of the package's older generator.
 */
function asInPackage(module: string, text: string, generated: ReadonlySet<string>): string {
  return text
    .replaceAll(/^( {2}\w+\?: .+) \| undefined;$/gm, '$1;')
    .replaceAll(/ from "(\.[^"]+)";/g, (clause, relative: string) => {
      const name = path.posix.join(path.posix.dirname(module), relative)
      return generated.has(name) ? clause : ` from "@zitadel/proto/${name}";`
    })
}
