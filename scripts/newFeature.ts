import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** Scaffolds a feature folder that passes the gate: `npm run new:feature NAME` with a kebab-case name. */
const [name = ''] = process.argv.slice(2)
const folder = path.resolve(import.meta.dirname, '../server/src/features', name)
const product = path.resolve(import.meta.dirname, '../server/src/product.ts')
if (!/^[a-z]+(-[a-z]+)*$/.test(name)) fail('give a name in kebab-case: npm run new:feature second-thoughts')
if (existsSync(folder)) fail(`server/src/features/${name} exists already`)

const camel = name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
const code = name.replaceAll('-', '_')
const pascal = camel.charAt(0).toUpperCase() + camel.slice(1)

const files: Readonly<Record<string, string>> = {
  'index.ts': `import type { Feature } from '../manifest.ts'
import { ${camel}Facet } from './state.ts'

/** Say in one sentence which capability this is. */
export const ${camel}: Feature = {
  name: '${name}',
  facets: [${camel}Facet],
}
`,
  'events.ts': `import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** Says that it was added; secrets are named by id, never held. */
export const ${camel}Added = defineEvent('user.${name}.added', z.strictObject({}))

export type ${pascal}Event = EventOf<typeof ${camel}Added>
`,
  'state.ts': `import type { EventOf } from '../../kernel/events.ts'
import type { Facet } from '../../kernel/facet.ts'
import { userRemoved } from '../users/events.ts'
import { ${camel}Added, type ${pascal}Event } from './events.ts'

export type ${pascal}State = { readonly kind: 'none' } | { readonly kind: 'added' }

/** States the rule of this facet; events of other features that change it are listed in \`hears\`. */
export const ${camel}Facet: Facet<${pascal}State, ${pascal}Event | EventOf<typeof userRemoved>> = {
  name: '${camel}',
  streams: ['user'],
  events: [${camel}Added],
  hears: [userRemoved],
  initial: { kind: 'none' },
  evolve(_state, event) {
    switch (event.type) {
      case ${camel}Added.type:
        return { kind: 'added' }
      case userRemoved.type:
        return { kind: 'none' }
    }
  },
}
`,
  [`commands/add${pascal}.ts`]: `import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import { ${camel}Added, type ${pascal}Event } from '../events.ts'
import type { ${pascal}State } from '../state.ts'

const alreadyAdded = refuse('${code}.already_added', 'already_exists', 'it is already added; remove it first')

/** Adds it once; \`writes/add${pascal}.ts\` loads the stream and appends with \`decideOn\`. */
export function add${pascal}(state: ${pascal}State): Decision<${pascal}Event> {
  return state.kind === 'added' ? alreadyAdded : [${camel}Added()]
}
`,
  [`commands/add${pascal}.test.ts`]: `import { expect, test } from 'vitest'
import { ${camel}Added } from '../events.ts'
import { add${pascal} } from './add${pascal}.ts'

test('given nothing, adding is recorded', () => {
  expect(add${pascal}({ kind: 'none' })).toEqual([${camel}Added()])
})

test('given it was added, adding again is refused', () => {
  expect(add${pascal}({ kind: 'added' })).toMatchObject({ code: '${code}.already_added', kind: 'already_exists' })
})
`,
}

for (const [file, text] of Object.entries(files)) {
  const target = path.join(folder, file)
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(target, text)
}
register()
spawnSync('biome', ['check', '--write', folder, product], { stdio: 'inherit' })
// Its event and facet join the golden files.
spawnSync('npm', ['run', '--if-present', 'golden'], { stdio: 'inherit' })
process.stdout.write(`server/src/features/${name} is made and listed in server/src/product.ts\n`)

/** Imports the feature in the composition root and puts it last, so that its migrations and reactions run last. */
function register(): void {
  const source = readFileSync(product, 'utf8')
  const listed = source
    .replace(/^import type \{ Deps/m, `import { ${camel} } from './features/${name}/index.ts'\n$&`)
    .replace(/(export const features: readonly Feature\[\] = \[[^\]]*?)\n\]/, `$1\n  ${camel},\n]`)
  if (!listed.includes(`  ${camel},\n]`))
    fail('server/src/product.ts has changed its shape; list the feature there by hand')
  writeFileSync(product, listed)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
