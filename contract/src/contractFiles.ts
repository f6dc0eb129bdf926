import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt'
import { type Comments, commentsOf } from './comments.ts'
import { compileNewer } from './compile.ts'
import { mergeFile } from './merge.ts'
import { type Files, publishedFiles } from './published.ts'
import { renamed } from './renamed.ts'
import { documentFiles, withoutDocuments } from './withoutDocuments.ts'

/** The contract of today: the published package with our statements of what is newer. */
export interface Contract {
  /** All files, dependencies first. */
  readonly files: Files
  /** The names of files that differ from the package, and of all that import one of them. */
  readonly closure: ReadonlySet<string>
  readonly comments: Comments
}

/** Compiles and merges the contract. */
export async function buildContract(): Promise<Contract> {
  const published = await publishedFiles()
  const compiled = compileNewer(published)
  const files = new Map(
    [...published]
      .filter(([name]) => !name.startsWith(documentFiles))
      .map(([name, file]) => [name, withoutDocuments(file)]),
  )
  const stated = new Set<string>()
  for (const each of compiled) {
    const newer = { ...renamed(each), sourceCodeInfo: undefined } as FileDescriptorProto
    const known = files.get(newer.name)
    files.set(newer.name, known === undefined ? newer : mergeFile(known, newer))
    stated.add(newer.name)
  }
  return { files: inOrder(files), closure: closureOf(files, stated), comments: commentsOf(compiled) }
}

function closureOf(files: Files, stated: ReadonlySet<string>): ReadonlySet<string> {
  const closure = new Set(stated)
  const importers = (name: string) => [...files.values()].filter((file) => file.dependency.includes(name))
  // A set visits the names that are added while it is walked.
  for (const name of closure) for (const file of importers(name)) closure.add(file.name)
  return closure
}

function inOrder(files: Files): Files {
  const ordered = new Map<string, FileDescriptorProto>()
  const visit = (file: FileDescriptorProto): void => {
    if (ordered.has(file.name)) return
    for (const name of file.dependency) {
      const dependency = files.get(name)
      if (dependency === undefined) throw new Error(`${file.name} imports ${name}, which is not there`)
      visit(dependency)
    }
    ordered.set(file.name, file)
  }
  for (const name of [...files.keys()].sort()) visit(files.get(name) as FileDescriptorProto)
  return ordered
}
