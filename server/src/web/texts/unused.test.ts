import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tables } from './tables.ts'

const web = new URL('../', import.meta.url).pathname
/** Tables, and the texts of the contract's screens that ours stand for, use no text. */
const tablesOnly = /^texts\/(\w+\/|tables|texts|screenTexts)|\.test\./
const source = globSync('**/*.ts', { cwd: web })
  .filter((file) => !tablesOnly.test(file))
  .map((file) => readFileSync(`${web}/${file}`, 'utf8'))
  .join('\n')

/** Keys that are computed: a template that begins with a part of a key stands for every key of its form. */
const templates = [...source.matchAll(/`([a-z]\w*\.[\w.-]*\$\{[^`]*)`/g)].map(([, template = '']) => {
  const form = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'))
  return new RegExp(`^${form.join('[\\w.-]+')}$`)
})
/** Keys of templates that begin with the kind of a factor. */
const ofFactors = [
  /^(passkey|u2f)\.set\.(title|description|submit|name)$/,
  /^otp\.(sms|email)\.(title|description|sent|send)$/,
]

test('every text is shown by a page', () => {
  const unused = Object.keys(tables.en).filter(
    (key) => !source.includes(`'${key}'`) && ![...templates, ...ofFactors].some((form) => form.test(key)),
  )
  expect(unused).toEqual([])
})
