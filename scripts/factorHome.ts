import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const source = path.resolve(import.meta.dirname, '../server/src')
const table = 'access/factorKinds.ts'

/** How a factor is written in code, its own folder, and the least share of its mentions that stand there or in the table. */
const factors = [
  { name: 'TOTP', pattern: /totp/gi, folder: 'features/totp/', least: 0.85 },
  { name: 'codes by SMS', pattern: /otp_?sms|otp\.sms/gi, folder: 'features/one-time-codes/', least: 0.7 },
]

/** Pages, and texts of pages and messages, name every factor for people, so they say nothing about how far a factor's code is spread. */
const forPeople = ['web/', 'features/notifications/texts/']

/** Prints the share of each factor's mentions that are at home, tests and what people read apart, and the files of the others. */
for (const { name, pattern, folder, least } of factors) {
  const mentions = sourceFiles().flatMap((file) => {
    const count = readFileSync(path.join(source, file), 'utf8').match(pattern)?.length ?? 0
    return count === 0 ? [] : [{ file, count, home: file === table || file.startsWith(folder) }]
  })
  const sum = (some: typeof mentions) => some.reduce((total, { count }) => total + count, 0)
  const share = sum(mentions.filter(({ home }) => home)) / sum(mentions)
  process.stdout.write(
    `${name}: ${Math.round(share * 100)} % of ${sum(mentions)} mentions at home (at least ${least * 100} %)\n`,
  )
  for (const { file, count } of mentions.filter(({ home }) => !home))
    process.stdout.write(`  ${count} in ${file}\n`)
  if (share < least) process.exitCode = 1
}

function sourceFiles(): readonly string[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) =>
        file.endsWith('.ts') &&
        !forPeople.some((folder) => file.startsWith(folder)) &&
        !/\.test\.ts$|World\.ts$|(^|\/)test[A-Z]\w*\.ts$|testing\//.test(file),
    )
    .sort()
}
