import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../kernel/facet.ts'
import { orgId } from '../../kernel/ids.ts'
import { canonicalDomain } from '../../kernel/text/canonicalDomain.ts'
import { fold } from '../../testing/fold.ts'
import { addOrganization } from './commands/addOrganization.ts'
import {
  deactivateOrganization,
  reactivateOrganization,
  removeOrganization,
} from './commands/changeOrganizationState.ts'
import {
  addDomain,
  judgeProof,
  removeDomain,
  requestedProof,
  requestProof,
  setPrimaryDomain,
} from './commands/domains.ts'
import { generatedDomain } from './commands/generatedDomain.ts'
import { removeMetadata, setMetadata } from './commands/metadata.ts'
import { renameOrganization } from './commands/renameOrganization.ts'
import { setDefaultOrganization } from './commands/setDefaultOrganization.ts'
import { orgDomainsFacet } from './domainState.ts'
import { orgMetadataFacet } from './metadataState.ts'
import { orgFacet } from './state.ts'

const suffix = 'localhost'
const acme = addOrganization(
  { kind: 'none' },
  { name: 'Acme Corp', domainSuffix: suffix },
) as readonly EventBody[]
const org = fold(orgFacet, acme)
const none = orgFacet.initial
const domainEvent = (verb: string, domain: string, more = {}): EventBody => ({
  type: `org.domain.${verb}`,
  payload: { domain, ...more },
})
const asked = domainEvent('verification.added', 'acme.com', { validationType: 'dns', secretId: 's1' })
const domains = (...more: readonly EventBody[]) => fold(orgDomainsFacet, [...acme, ...more])

describe('adding an organization', () => {
  test('adds a verified primary domain', () => {
    expect(acme.map(({ type }) => type)).toEqual([
      'org.added',
      'org.domain.added',
      'org.domain.verified',
      'org.domain.primary.set',
    ])
    expect(org).toMatchObject({ name: 'Acme Corp', status: 'active', primaryDomain: 'acme-corp.localhost' })
  })

  test.each([
    ['a blank name', none, '  ', 'organizations.unusable_name'],
    ['a name without letters and digits', none, '???', 'organizations.unusable_name'],
    ['an id that is in use', org, 'Other', 'organizations.id_taken'],
  ])('refuses %s', (_, state, name, code) => {
    expect(addOrganization(state, { name, domainSuffix: suffix })).toMatchObject({ code })
  })

  test('every generated domain is a host name with a label of at most 63 characters', () => {
    const anyText = fc
      .array(fc.nat(0x10ffff), { maxLength: 200 })
      .map((points) => String.fromCodePoint(...points).toWellFormed())
    fc.assert(
      fc.property(anyText, (name) => {
        const domain = generatedDomain(name, suffix)
        if (domain === undefined) return
        expect(canonicalDomain(domain)).toBe(domain)
      }),
    )
  })
})

describe('the domain generated from a name', () => {
  test.each([
    ['Acme & Sons, Ltd.', 'acme--sons-ltd'],
    ['A-1', 'a-1'],
    ['한국어 테스트', 'xn----xj6ez57ctzcbztp5bb7g'],
    ['株式会社 東京A', 'xn---a-m92cwq027d7pl5gbn15f'],
    ['Müller GmbH', 'xn--mller-gmbh-9db'],
    ['Mller GmbH', 'mller-gmbh'],
    ['MU\u0308LLER GmbH', 'xn--mller-gmbh-9db'],
    ['ＡＣＭＥ', 'acme'],
    ['ac\u200bme', 'acme'],
    ['हिन्दी', 'xn--j2bd4cyah0f'],
    ['חברה', 'xn--5dbgh3e'],
    ['شركة النور', 'xn----zmce5adn0ilsu'],
    ['🚀', 'org-'],
    ['Rockets 🚀', 'rockets-'],
    ['חברה Ltd', 'ltd-'],
    ['xn--ü', 'xn-'],
    ['社'.repeat(100), 'org-'],
  ])('%s: %s', (name, label) => {
    const domain = generatedDomain(name, 'Auth.Example') ?? ''
    const digest = label.endsWith('-') ? '[0-9a-f]{8}' : ''
    expect(domain).toMatch(new RegExp(`^${label}${digest}\\.auth\\.example$`))
    expect(canonicalDomain(domain)).toBe(domain)
  })

  test('differs between names that differ only beyond ASCII, and is the same for one name', () => {
    const names = [
      '株式会社 東京A',
      '有限会社 大阪A',
      'A',
      'A🚀',
      'A🛰',
      'Äa',
      'a'.repeat(70),
      'ä'.repeat(70),
      'ö'.repeat(70),
    ]
    const generated = () => names.map((name) => generatedDomain(name, suffix))
    expect(new Set(generated()).size).toBe(names.length)
    expect(generated()).toEqual(generated())
  })
})

describe('renaming', () => {
  const rename = (name: string, state = domains()) =>
    renameOrganization(org, state, { name, domainSuffix: suffix })

  test('swaps the generated domain and keeps it primary', () => {
    expect((rename('Beta') as readonly EventBody[]).map(({ type }) => type)).toEqual([
      'org.changed',
      'org.domain.added',
      'org.domain.verified',
      'org.domain.primary.set',
      'org.domain.removed',
    ])
  })

  test('leaves domains as they are if the generated one was removed', () => {
    const state = domains(domainEvent('removed', 'acme-corp.localhost'))
    expect(rename('Beta', state)).toEqual([{ type: 'org.changed', payload: { name: 'Beta' } }])
  })

  test('swaps the domain that version 0.2.0 generated from the old name', () => {
    const müller = fold(orgFacet, [{ type: 'org.added', payload: { name: 'Müller' } }])
    const former = ['added', 'verified', 'primary.set'].map((verb) => domainEvent(verb, 'mller.localhost'))
    const state = fold(orgDomainsFacet, former)
    const events = renameOrganization(müller, state, { name: 'Beta', domainSuffix: suffix })
    expect(events).toContainEqual(domainEvent('primary.set', 'beta.localhost'))
    expect(events).toContainEqual(domainEvent('removed', 'mller.localhost'))
  })

  test('refuses the same name, an unusable one, and an organization that does not exist', () => {
    expect(rename('Acme Corp')).toMatchObject({ code: 'organizations.same_name' })
    expect(rename('!')).toMatchObject({ code: 'organizations.unusable_name' })
    expect(renameOrganization(none, {}, { name: 'x', domainSuffix: suffix })).toMatchObject({
      kind: 'not_found',
    })
  })
})

describe('state', () => {
  const inactive = fold(orgFacet, [...acme, { type: 'org.deactivated', payload: {} }])

  test('becomes inactive and active again', () => {
    expect(deactivateOrganization(org)).toHaveLength(1)
    expect(reactivateOrganization(inactive)).toHaveLength(1)
    expect(deactivateOrganization(inactive)).toMatchObject({ code: 'organizations.already_inactive' })
    expect(reactivateOrganization(org)).toMatchObject({ code: 'organizations.already_active' })
    expect(deactivateOrganization(none)).toMatchObject({ kind: 'not_found' })
  })

  test('is none after the removal; the default organization cannot be removed', () => {
    expect(removeOrganization(org, { isDefault: false })).toEqual([{ type: 'org.removed', payload: {} }])
    expect(removeOrganization(org, { isDefault: true })).toMatchObject({ code: 'organizations.is_default' })
    expect(removeOrganization(none, { isDefault: false })).toMatchObject({ kind: 'not_found' })
    const removed = [...acme, asked, { type: 'org.removed', payload: {} }]
    expect(fold(orgFacet, removed)).toEqual(none)
    expect(fold(orgDomainsFacet, removed)).toEqual({})
  })

  test('the default can be another existing organization', () => {
    expect(setDefaultOrganization({ orgId: 'a' }, orgId('b'), org)).toHaveLength(1)
    expect(setDefaultOrganization({ orgId: 'a' }, orgId('a'), org)).toMatchObject({
      code: 'organizations.already_default',
    })
    expect(setDefaultOrganization({ orgId: 'a' }, orgId('b'), none)).toMatchObject({
      kind: 'failed_precondition',
    })
  })
})

describe('domains', () => {
  const add = (domain: string, proofRequired: boolean, state = domains()) =>
    addDomain(org, state, { domain, proofRequired })
  const withAcme = domains(domainEvent('added', 'acme.com'))
  const withProof = domains(domainEvent('added', 'acme.com'), asked)
  const verified = domains(domainEvent('added', 'acme.com'), asked, domainEvent('verified', 'acme.com'))

  test('count as verified at once unless proof is required', () => {
    expect(add('Acme.com', false)).toEqual([
      domainEvent('added', 'acme.com'),
      domainEvent('verified', 'acme.com'),
    ])
    expect(add('acme.com', true)).toEqual([domainEvent('added', 'acme.com')])
    expect(add('acme.com', true, withAcme)).toMatchObject({ kind: 'already_exists' })
    expect(addDomain(none, {}, { domain: 'acme.com', proofRequired: true })).toMatchObject({
      kind: 'failed_precondition',
    })
  })

  test.each([
    '',
    'a b',
    '-a.com',
    'a..b',
    '127.0.0.1',
    '0x7f000001',
    '[::1]',
    'user@host',
    `${'a'.repeat(64)}.com`,
  ])('refuses %j as a name', (domain) =>
    expect(add(domain, true)).toMatchObject({ code: 'organizations.invalid_domain' }),
  )

  test('are proved with a token that is a secret', () => {
    const input = { domain: 'acme.com', validationType: 'dns', secretId: 's1' } as const
    expect(requestProof(withAcme, input)).toEqual([asked])
    expect(orgDomainsFacet.secrets?.(withProof)).toEqual(['s1'])
    expect(orgDomainsFacet.secrets?.(verified)).toEqual([])
    expect(requestProof(withAcme, { ...input, validationType: undefined })).toMatchObject({
      kind: 'invalid_argument',
    })
    expect(requestProof(domains(), input)).toMatchObject({ kind: 'not_found' })
    expect(requestProof(verified, input)).toMatchObject({ kind: 'failed_precondition' })
  })

  test('are verified only after a token was generated; a failure is recorded', () => {
    expect(requestedProof(withProof, 'acme.com')).toMatchObject({ secretId: 's1' })
    expect(requestedProof(withAcme, 'acme.com')).toMatchObject({ code: 'organizations.domain_not_asked' })
    expect(requestedProof(verified, 'acme.com')).toMatchObject({ code: 'organizations.domain_verified' })
    expect(judgeProof('acme.com', true)).toEqual({ events: [domainEvent('verified', 'acme.com')] })
    expect(judgeProof('acme.com', false)).toMatchObject({
      refusal: { code: 'organizations.domain_not_proved' },
    })
  })

  test('become primary only if verified, and are removed only if not primary', () => {
    expect(setPrimaryDomain(withAcme, 'acme.com')).toMatchObject({ kind: 'failed_precondition' })
    expect(setPrimaryDomain(verified, 'acme.com')).toEqual([domainEvent('primary.set', 'acme.com')])
    expect(setPrimaryDomain(verified, 'acme-corp.localhost')).toEqual([])
    expect(setPrimaryDomain(verified, 'other.com')).toMatchObject({ kind: 'not_found' })
    expect(removeDomain(verified, 'acme-corp.localhost')).toMatchObject({
      code: 'organizations.domain_is_primary',
    })
    expect(removeDomain(verified, 'acme.com')).toEqual([domainEvent('removed', 'acme.com')])
    const moved = domains(
      domainEvent('added', 'acme.com'),
      domainEvent('verified', 'acme.com'),
      domainEvent('primary.set', 'acme.com'),
    )
    expect(Object.values(moved).filter(({ primary }) => primary)).toHaveLength(1)
  })
})

describe('metadata', () => {
  const metadata = fold(orgMetadataFacet, [
    { type: 'org.metadata.set', payload: { key: 'a', value: 'AQ==' } },
  ])

  test('is set only if the value changes', () => {
    const entries = [
      { key: 'a', value: 'AQ==' },
      { key: ' b ', value: 'Ag==' },
    ]
    expect(setMetadata(org, metadata, entries)).toEqual([
      { type: 'org.metadata.set', payload: { key: 'b', value: 'Ag==' } },
    ])
    expect(setMetadata(org, metadata, [{ key: 'c', value: '' }])).toMatchObject({ kind: 'invalid_argument' })
    expect(setMetadata(org, metadata, [{ key: ' ', value: 'AQ==' }])).toMatchObject({
      kind: 'invalid_argument',
    })
    expect(setMetadata(org, metadata, [])).toMatchObject({ kind: 'failed_precondition' })
    expect(setMetadata(none, {}, entries)).toMatchObject({ kind: 'failed_precondition' })
  })

  test('is removed all or nothing', () => {
    expect(removeMetadata(org, metadata, ['a', 'a'])).toHaveLength(1)
    expect(removeMetadata(org, metadata, ['a', 'b'])).toMatchObject({ kind: 'not_found' })
    expect(removeMetadata(org, metadata, [])).toMatchObject({ kind: 'failed_precondition' })
  })
})
