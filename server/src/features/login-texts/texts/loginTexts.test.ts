import { LoginCustomTextSchema } from '@zitadel/proto/zitadel/text_pb.js'
import { expect, test } from 'vitest'
import { builtInTree, loginKind, textsOf, treeOf } from './loginTexts.ts'

const wanted = LoginCustomTextSchema.fields
  .filter(({ localName }) => localName.endsWith('Text'))
  .flatMap((screen) => screen.message?.fields.map((field) => `${screen.localName}.${field.localName}`) ?? [])
  .toSorted()

test('every text of the contract has a key', () => {
  expect(wanted.length).toBeGreaterThan(200)
  expect(loginKind.keys.toSorted()).toEqual(wanted)
})

test.each(['en', 'de'])('every text is there in %s, and nothing else', (language) => {
  const texts = loginKind.builtIn(language) ?? {}
  expect(Object.keys(texts).toSorted()).toEqual(wanted)
  expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  const tree = builtInTree(language) ?? {}
  expect(treeOf(texts)).toEqual(tree)
  expect(textsOf(tree)).toEqual(texts)
})

test('other languages have none of their own', () => {
  expect([loginKind.builtIn('fr'), loginKind.builtIn('constructor')]).toEqual([undefined, undefined])
})
