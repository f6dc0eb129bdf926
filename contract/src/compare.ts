import { readFileSync, writeFileSync } from 'node:fs'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import { acceptedDifferences } from './acceptedDifferences.ts'
import { buildContract } from './contractFiles.ts'
import { factsOf } from './facts.ts'
import { publishedFiles } from './published.ts'

/**
 * Prints how our contract differs from the descriptors of a client, and fails if a difference is not accepted, or an accepted one
 * is not there. Arguments: the client's set of descriptors, and the file to which ours are written.
 */
const [clientFile = '', ownFile = ''] = process.argv.slice(2)
const { files } = await buildContract()
writeFileSync(
  ownFile,
  toBinary(FileDescriptorSetSchema, create(FileDescriptorSetSchema, { file: [...files.values()] })),
)

const { file } = fromBinary(FileDescriptorSetSchema, readFileSync(clientFile))
const theirs = factsOf(new Map(file.map((each) => [each.name, each])))
const ours = factsOf(files)
const published = factsOf(await publishedFiles())

const used = new Set<string>()
let refused = 0
let kept = 0
for (const what of new Set([...ours.keys(), ...theirs.keys()])) {
  const [own, their] = [ours.get(what), theirs.get(what)]
  if (own === their) continue
  if (their === undefined && own === published.get(what)) {
    kept++
    continue
  }
  const accepted = acceptedDifferences.find((each) => each.what.test(what))
  if (accepted !== undefined) used.add(accepted.because)
  else refused++
  print(
    `${accepted ? 'accepted' : 'REFUSED '}  ${what}: ours ${own ?? 'nothing'}, theirs ${their ?? 'nothing'}`,
  )
}
const stale = acceptedDifferences.filter(({ because }) => !used.has(because))
for (const { what } of stale) print(`REFUSED   no difference matches ${what}`)
for (const because of used) print(`because: ${because}`)
print(
  `${kept} facts of the published package are kept that the client lacks; ${refused} differences are refused`,
)
if (refused + stale.length > 0) process.exit(1)

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
