import { expect, test } from 'vitest'
import type { JsonObject } from '../../kernel/json.ts'
import { accept } from '../../kernel/refusal.ts'
import { fold } from '../../testing/fold.ts'
import { addAsset } from './commands/addAsset.ts'
import { brandingAssetsFacet, keysOf } from './state.ts'

type Step = readonly [type: string, payload?: JsonObject]

/** The keys in use after each of these events on the branding of an organization. */
function keysAfter(...steps: readonly Step[]): readonly (readonly string[])[] {
  const events = steps.map(([what, payload = {}]) => ({
    type: what === 'org.removed' ? what : `org.policy.label.${what}`,
    payload,
  }))
  return events.map((_, at) => keysOf(fold(brandingAssetsFacet, events.slice(0, at + 1))))
}

const none = { logo: '', logoDark: '', icon: '', iconDark: '', font: '' }
const upload = (word: string, storeKey: string): Step => [`${word}.added`, { storeKey }]

test('an asset stays until neither the prepared nor the shown branding refers to it', () => {
  const seen = keysAfter(
    ['added', none],
    upload('logo', 'a'),
    ['activated'],
    upload('logo', 'b'),
    ['logo.removed'],
    ['activated'],
  )
  expect(seen).toEqual([[], ['a'], ['a'], ['b', 'a'], ['a'], []])
})

test('each of the five assets is stored; a change of colours keeps them all', () => {
  const kept = { logo: 'a', logoDark: 'b', icon: 'c', iconDark: 'd', font: 'e' }
  const uploads = [
    upload('logo', 'a'),
    upload('logo.dark', 'b'),
    upload('icon', 'c'),
    upload('icon.dark', 'd'),
    upload('font', 'e'),
  ]
  const all = ['a', 'b', 'c', 'd', 'e']
  expect(keysAfter(['added', none], ...uploads, ['changed', kept]).slice(-2)).toEqual([all, all])
})

test('a reset, and the removal of the owner, remove all assets', () => {
  const shown: readonly Step[] = [['added', none], upload('icon', 'a'), ['activated']]
  expect(keysAfter(...shown, ['removed']).at(-1)).toEqual([])
  expect(keysAfter(...shown, ['org.removed']).at(-1)).toEqual([])
  expect(keysAfter(...shown, ['removed'], ['activated'], upload('logo', 'b')).at(-1)).toEqual([])
})

test('an asset needs an own branding of its level', () => {
  expect(addAsset(null, 'org', 'logoDark', 'k')).toMatchObject({ code: 'asset.branding_not_found' })
  expect(accept(addAsset({ prepared: none, active: null }, 'org', 'logoDark', 'k'))).toEqual([
    { type: 'org.policy.label.logo.dark.added', payload: { storeKey: 'k' } },
  ])
})
