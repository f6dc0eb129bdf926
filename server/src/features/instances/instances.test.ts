import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { fold } from '../../testing/fold.ts'
import { addInstance, generatedHost } from './commands/addInstance.ts'
import {
  addDomain,
  addTrustedDomain,
  removeDomain,
  removeTrustedDomain,
  setPrimaryDomain,
} from './commands/changeDomains.ts'
import { renameInstance, setDefaultLanguage } from './commands/changeInstance.ts'
import { instanceDomainsFacet, instanceFacet } from './state.ts'

const input = {
  name: 'One',
  defaultLanguage: 'en',
  languages: ['en', 'de'],
  generatedDomain: 'one-abc123.localhost',
  customDomain: 'Login.Example.com',
}
const firstEvents = addInstance(input) as readonly EventBody[]
const instance = fold(instanceFacet, firstEvents)
const hosts = fold(instanceDomainsFacet, firstEvents)
const none = instanceFacet.initial
const empty = instanceDomainsFacet.initial

describe('a new instance', () => {
  test('has a generated domain and a primary custom one', () => {
    expect(instance).toMatchObject({ name: 'One', defaultLanguage: 'en' })
    expect(hosts.domains).toMatchObject({
      'one-abc123.localhost': { generated: true, primary: false },
      'login.example.com': { generated: false, primary: true },
    })
  })

  test.each([
    ['a blank name', { name: ' ' }, 'instances.blank_name'],
    ['an unknown language', { defaultLanguage: 'xx' }, 'instances.unknown_language'],
    ['a custom domain that is not a host name', { customDomain: 'a b' }, 'instances.invalid_domain'],
    ['an empty custom domain', { customDomain: '' }, 'instances.invalid_domain'],
  ])('refuses %s', (_, change, code) => {
    expect(addInstance({ ...input, ...change })).toMatchObject({ code })
  })

  test('gets a host in lower case', () => {
    expect(generatedHost('My Instance!', 'abc123', 'Example.COM')).toBe('my-instance-abc123.example.com')
    expect(generatedHost('日本', 'abc123', 'example.com')).toBe('instance-abc123.example.com')
  })
})

test('renaming to the same name changes nothing, a blank one is refused', () => {
  expect(renameInstance(instance, ' One ')).toEqual([])
  expect(renameInstance(instance, 'Two')).toEqual([{ type: 'instance.changed', payload: { name: 'Two' } }])
  expect(renameInstance(instance, ' ')).toMatchObject({ kind: 'invalid_argument' })
  expect(renameInstance(none, 'Two')).toMatchObject({ kind: 'not_found' })
})

test('the default language is one of the supported ones', () => {
  const { languages } = input
  expect(
    setDefaultLanguage(instance, { language: 'de', supported: languages, allowed: languages }),
  ).toHaveLength(1)
  expect(setDefaultLanguage(instance, { language: 'en', supported: languages, allowed: languages })).toEqual(
    [],
  )
  expect(
    setDefaultLanguage(instance, { language: 'xx', supported: languages, allowed: languages }),
  ).toMatchObject({
    kind: 'invalid_argument',
  })
})

describe('hosts', () => {
  test('are added once', () => {
    expect(addDomain(instance, hosts, 'New.Example.com')).toEqual([
      { type: 'instance.domain.added', payload: { domain: 'new.example.com', generated: false } },
    ])
    expect(addDomain(instance, hosts, 'login.example.com')).toMatchObject({ kind: 'already_exists' })
    expect(addDomain(instance, hosts, 'a/b')).toMatchObject({ kind: 'invalid_argument' })
    expect(addDomain(none, empty, 'a.b')).toMatchObject({ kind: 'not_found' })
  })

  test('are removed, except the generated one, which becomes primary', () => {
    expect(removeDomain(instance, hosts, 'one-abc123.localhost')).toMatchObject({
      kind: 'failed_precondition',
    })
    expect(removeDomain(instance, hosts, 'unknown')).toMatchObject({ kind: 'not_found' })
    expect(removeDomain(instance, hosts, 'login.example.com')).toEqual([
      { type: 'instance.domain.removed', payload: { domain: 'login.example.com' } },
      { type: 'instance.domain.primary.set', payload: { domain: 'one-abc123.localhost' } },
    ])
  })

  test('have one primary among them', () => {
    expect(setPrimaryDomain(instance, hosts, 'login.example.com')).toEqual([])
    expect(setPrimaryDomain(instance, hosts, 'unknown')).toMatchObject({ kind: 'not_found' })
    const events = setPrimaryDomain(instance, hosts, 'one-abc123.localhost') as readonly EventBody[]
    const after = fold(instanceDomainsFacet, [...firstEvents, ...events])
    expect(Object.values(after.domains).filter(({ primary }) => primary)).toHaveLength(1)
  })

  test('can be trusted once', () => {
    const trusted = fold(instanceDomainsFacet, [
      ...firstEvents,
      { type: 'instance.trusted_domain.added', payload: { domain: 'proxy.com' } },
    ])
    expect(addTrustedDomain(instance, hosts, 'Proxy.com')).toHaveLength(1)
    expect(addTrustedDomain(instance, trusted, 'proxy.com')).toMatchObject({ kind: 'failed_precondition' })
    expect(removeTrustedDomain(instance, trusted, 'proxy.com')).toHaveLength(1)
    expect(removeTrustedDomain(instance, hosts, 'proxy.com')).toMatchObject({ kind: 'not_found' })
  })
})
