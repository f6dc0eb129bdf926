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
const pascal = camel.charAt(0).toUpperCase() + camel.slice(1)

const files: Readonly<Record<string, string>> = {
  'index.ts': `import type { Feature } from '../manifest.ts'
import { ${camel}Facet } from './state.ts'

/** Say in one sentence what this capability is; then list the feature in \`server/src/product.ts\`. */
export const ${camel}: Feature = {
  name: '${name}',
  facets: [${camel}Facet],
}
`,
  'events.ts': `import { z } from 'zod'
import type { EventOf } from '../../kernel/facet.ts'

/** Public event names and what they say; secrets are named by id, never held. */
export const ${camel}Events = {
  'user.${name}.added': z.strictObject({}),
}

export type ${pascal}Event = EventOf<typeof ${camel}Events>
`,
  'state.ts': `import type { Facet, Recorded } from '../../kernel/facet.ts'
import { ${camel}Events, type ${pascal}Event } from './events.ts'

export type ${pascal}State = { readonly kind: 'none' } | { readonly kind: 'added' }

const initial: ${pascal}State = { kind: 'none' }

/** State the promise of this facet. */
export const ${camel}Facet: Facet<${pascal}State> = {
  name: '${camel}',
  streams: ['user'],
  events: ${camel}Events,
  initial,
  evolve(state, recorded: Recorded) {
    const event = recorded as Recorded<${pascal}Event | { type: 'user.removed'; payload: Record<string, never> }>
    switch (event.type) {
      case 'user.${name}.added':
        return { kind: 'added' }
      case 'user.removed':
        return initial
      default:
        return state
    }
  },
}
`,
  [`commands/add${pascal}.ts`]: `import type { Decision } from '../../../kernel/facet.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { ${pascal}Event } from '../events.ts'
import type { ${pascal}State } from '../state.ts'

const alreadyAdded = refuse('${name.replaceAll('-', '_')}.already_added', 'already_exists', 'remove it before you add it again')

/** Adds it once. */
export function add${pascal}(state: ${pascal}State): Decision<${pascal}Event> {
  return state.kind === 'added' ? alreadyAdded : [{ type: 'user.${name}.added', payload: {} }]
}
`,
  [`commands/add${pascal}.test.ts`]: `import { expect, test } from 'vitest'
import { add${pascal} } from './add${pascal}.ts'

test('given nothing, adding is recorded', () => {
  expect(add${pascal}({ kind: 'none' })).toEqual([{ type: 'user.${name}.added', payload: {} }])
})

test('given it was added, adding again is refused', () => {
  expect(add${pascal}({ kind: 'added' })).toMatchObject({ code: '${name.replaceAll('-', '_')}.already_added', kind: 'already_exists' })
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
process.stdout.write(`server/src/features/${name} is there and listed in server/src/product.ts\n`)

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
