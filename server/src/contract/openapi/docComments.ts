import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { DescFile } from '@bufbuild/protobuf'

/** The comments of the contract by the full name of the method, message, field or enum value; fields as `message.field`. */
export type DocComments = ReadonlyMap<string, string>

/**
 * Reads our comments on what is newer than the package, and those that the package's type declarations keep of its files, as
 * descriptors have none. A package without declarations has no comments.
 */
export function docComments(files: readonly DescFile[]): DocComments {
  const published = new Map<string, string>()
  for (const file of files) {
    if (file.name.startsWith('zitadel/')) readFile(file, published)
  }
  return new Map([...Object.entries(ownComments()), ...published])
}

function ownComments(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(new URL(import.meta.resolve('@sallyport/contract/comments.json')), 'utf8'))
}

const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/|Message<"([\w.]+)">|^export (?:declare )?(type|enum) (\w+)/gm
const generated = /@generated from (rpc|field|message|enum value|enum):? (.+)/

function readFile(file: DescFile, into: Map<string, string>): void {
  const text = declarationsOf(file)
  let owner = ''
  for (const [, doc, message, kind] of text.matchAll(comment)) {
    if (message !== undefined) owner = message
    // Types of JSON repeat the fields under names that are no messages.
    if (kind === 'type') owner = ''
    if (doc === undefined) continue
    const [, what = '', name = ''] = generated.exec(doc) ?? []
    const words = wordsOf(doc.replace(/@generated[\s\S]*/, ''))
    if (what === 'enum' || what === 'message') owner = name.trim()
    const key = what === 'field' || what === 'enum value' ? `${owner}.${fieldName(name)}` : name.trim()
    if (words !== '' && what !== '' && !key.startsWith('.') && !into.has(key)) into.set(key, words)
  }
}

/** `optional string user_id = 1 [deprecated = true];` names `user_id`. */
function fieldName(declaration: string): string {
  return /(\w+) = \d+/.exec(declaration)?.[1] ?? ''
}

/** The text without comment marks; links to pages that are not here become their words. */
function wordsOf(doc: string): string {
  return doc
    .replace(/^\s*\* ?/gm, '')
    .replace(/\[([^\]]+)\]\((?!https?:)[^)]*\)/g, '$1')
    .trim()
}

function declarationsOf(file: DescFile): string {
  const module = import.meta.resolve(`@zitadel/proto/${file.name}_pb.js`)
  try {
    return readFileSync(
      fileURLToPath(module)
        .replace(/([\\/])es([\\/])/, '$1types$2')
        .replace(/\.js$/, '.d.ts'),
      'utf8',
    )
  } catch {
    return ''
  }
}
