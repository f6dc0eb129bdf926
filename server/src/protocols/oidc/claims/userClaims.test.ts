import { describe, expect, test } from 'vitest'
import {
  accessTokenUserClaims,
  type ClaimDemand,
  idTokenUserClaims,
  introspectionClaims,
  userinfoClaims,
} from './userClaims.ts'
import type { UserFacts } from './userFacts.ts'

const person: UserFacts = {
  userId: 'ada',
  kind: 'human',
  loginName: 'ada@acme.test',
  displayName: 'Ada Lovelace',
  givenName: 'Ada',
  familyName: 'Lovelace',
  nickName: '',
  gender: 'female',
  language: 'en',
  avatarKey: 'users/ada/avatar-1',
  changedAt: '2026-11-30T01:00:00.500Z',
  email: 'ada@acme.test',
  emailVerified: true,
  phone: '+41791234567',
  phoneVerified: false,
  org: { id: 'acme', name: 'Acme', primaryDomain: 'acme.test' },
  metadata: { color: Buffer.from('blue?>').toString('base64') },
  roles: [
    { projectId: 'shop', orgId: 'acme', domain: 'acme.test', roleKeys: ['admin', 'reader'] },
    { projectId: 'shop', orgId: 'globex', domain: 'globex.test', roleKeys: ['reader'] },
    { projectId: 'crm', orgId: 'acme', domain: 'acme.test', roleKeys: ['seller', '__proto__'] },
    { projectId: 'iam', orgId: 'acme', domain: 'acme.test', roleKeys: ['auditor'] },
  ],
}
const machine: UserFacts = { ...person, userId: 'bot', kind: 'machine', displayName: 'Bot', avatarKey: '' }
const origin = 'https://id.test'
const demand = (scopes: string, more: Partial<ClaimDemand> = {}): ClaimDemand => ({
  scopes: scopes.split(' '),
  projectId: 'shop',
  assertsRoles: false,
  iamProjectId: 'iam',
  origin,
  ...more,
})
const audience = (id: string) => `urn:zitadel:iam:org:project:id:${id}:aud`
const role = (key: string) => `urn:zitadel:iam:org:project:role:${key}`
const all = 'urn:zitadel:iam:org:projects:roles'
const acme = { acme: 'acme.test' }
const both = { ...acme, globex: 'globex.test' }

describe('scopes of OpenID Connect', () => {
  test('openid alone gives the subject', () => {
    expect(userinfoClaims(person, demand('openid'))).toEqual({ sub: 'ada' })
  })

  test('profile gives the names of a person without those that are not set', () => {
    expect(userinfoClaims(person, demand('openid profile'))).toEqual({
      sub: 'ada',
      name: 'Ada Lovelace',
      given_name: 'Ada',
      family_name: 'Lovelace',
      picture: 'https://id.test/assets/v1/acme/users/ada/users%2Fada%2Favatar-1',
      gender: 'female',
      locale: 'en',
      updated_at: 1_796_000_400,
      preferred_username: 'ada@acme.test',
    })
    const unknown = { ...person, gender: 'unspecified', language: 'und', changedAt: null }
    const claims = userinfoClaims(unknown, demand('openid profile'))
    expect(Object.keys(claims)).not.toEqual(expect.arrayContaining(['gender']))
    expect(claims).not.toHaveProperty('locale')
    expect(claims).not.toHaveProperty('updated_at')
  })

  test('profile gives the name of a machine', () => {
    expect(userinfoClaims(machine, demand('openid profile'))).toEqual({
      sub: 'bot',
      name: 'Bot',
      updated_at: 1_796_000_400,
      preferred_username: 'ada@acme.test',
    })
  })

  test('email and phone say that they are verified only if they are', () => {
    expect(userinfoClaims(person, demand('openid email phone address'))).toEqual({
      sub: 'ada',
      email: 'ada@acme.test',
      email_verified: true,
      phone_number: '+41791234567',
    })
    const nameless = { ...person, email: '', phone: '', phoneVerified: true }
    expect(userinfoClaims(nameless, demand('openid email phone'))).toEqual({ sub: 'ada' })
  })
})

describe('scopes of the contract', () => {
  test('metadata is base64url without padding', () => {
    expect(userinfoClaims(person, demand('urn:zitadel:iam:user:metadata'))).toEqual({
      sub: 'ada',
      'urn:zitadel:iam:user:metadata': { color: 'Ymx1ZT8-' },
    })
    const without = { ...person, metadata: null }
    expect(userinfoClaims(without, demand('urn:zitadel:iam:user:metadata'))).toEqual({ sub: 'ada' })
  })

  test('the organization is told by its scopes, and only if the user belongs to it', () => {
    const owner = {
      'urn:zitadel:iam:user:resourceowner:id': 'acme',
      'urn:zitadel:iam:user:resourceowner:name': 'Acme',
      'urn:zitadel:iam:user:resourceowner:primary_domain': 'acme.test',
    }
    const claims = (scope: string) => userinfoClaims(person, demand(scope))
    expect(claims('urn:zitadel:iam:user:resourceowner')).toEqual({ sub: 'ada', ...owner })
    const byId = { sub: 'ada', ...owner, 'urn:zitadel:iam:org:id': 'acme' }
    expect(claims('urn:zitadel:iam:org:id:acme')).toEqual(byId)
    const byDomain = { sub: 'ada', ...owner, 'urn:zitadel:iam:org:domain:primary': 'acme.test' }
    expect(claims('urn:zitadel:iam:org:domain:primary:acme.test')).toEqual(byDomain)
    expect(claims('urn:zitadel:iam:org:id:globex')).toEqual({ sub: 'ada' })
    expect(claims('urn:zitadel:iam:org:domain:primary:globex.test')).toEqual({ sub: 'ada' })
  })
})

describe('roles', () => {
  const own = (granted: object) => ({
    'urn:zitadel:iam:org:project:roles': granted,
    'urn:zitadel:iam:org:project:shop:roles': granted,
  })
  const roles = (scopes: string, more: Partial<ClaimDemand> = {}) => {
    const { sub: _, ...claims } = userinfoClaims(person, demand(`openid ${scopes}`, more))
    return claims
  }

  test('are left out without a scope or assertion', () => {
    expect(roles('profile')).not.toHaveProperty(['urn:zitadel:iam:org:project:roles'])
    expect(roles(audience('crm'))).toEqual({})
  })

  test('of the own project follow its assertion', () => {
    expect(roles('', { assertsRoles: true })).toEqual(own({ admin: acme, reader: both }))
  })

  test('are restricted to those that scopes name', () => {
    expect(roles(role('reader'), { assertsRoles: true })).toEqual(own({ reader: both }))
    expect(roles(role('nothing'))).toEqual({})
  })

  test('are restricted to the granting organizations that scopes name', () => {
    const scopes = `${role('reader')} urn:zitadel:iam:org:roles:id:globex`
    expect(roles(scopes)).toEqual(own({ reader: { globex: 'globex.test' } }))
    expect(roles(`${scopes} urn:zitadel:iam:org:roles:id:acme`)).toEqual(own({ reader: both }))
  })

  test('of other projects need an audience scope and a scope of roles', () => {
    const crm = { seller: acme, ['__proto__']: acme }
    const claims = roles(`${audience('crm')} ${all}`)
    expect(claims).toMatchObject(own({ admin: acme, reader: both }))
    expect(JSON.stringify(claims['urn:zitadel:iam:org:project:crm:roles'])).toBe(JSON.stringify(crm))
    expect(roles(`${audience('zitadel')} ${role('auditor')}`)).toEqual({
      'urn:zitadel:iam:org:project:iam:roles': { auditor: acme },
    })
  })

  test("of a machine's own token are those of its audience", () => {
    const own = { projectId: undefined, assertsRoles: true }
    expect(roles('', own)).toEqual({})
    expect(roles(audience('shop'), own)).toEqual({
      'urn:zitadel:iam:org:project:shop:roles': { admin: acme, reader: both },
    })
  })

  test('at introspection are those of the project of its caller only', () => {
    const scopes = `openid ${audience('shop')} ${audience('crm')} ${all}`
    expect(introspectionClaims(person, demand(scopes))).toEqual(own({ admin: acme, reader: both }))
    expect(introspectionClaims(person, demand('openid'))).toEqual(own({ admin: acme, reader: both }))
  })
})

describe('tokens', () => {
  const scopes = `openid profile email urn:zitadel:iam:user:resourceowner ${role('admin')}`

  test('an ID token has profile and roles only if the client is set so', () => {
    const no = { idTokenUserinfoAssertion: false, idTokenRoleAssertion: false }
    const plain = Object.keys(idTokenUserClaims(person, demand(scopes), no))
    expect(plain).toEqual([
      'urn:zitadel:iam:user:resourceowner:id',
      'urn:zitadel:iam:user:resourceowner:name',
      'urn:zitadel:iam:user:resourceowner:primary_domain',
    ])
    const yes = { idTokenUserinfoAssertion: true, idTokenRoleAssertion: true }
    expect(idTokenUserClaims(person, demand(scopes), yes)).toMatchObject({
      given_name: 'Ada',
      email: 'ada@acme.test',
      'urn:zitadel:iam:org:project:roles': { admin: acme },
    })
  })

  test('a JWT access token never has profile or e-mail', () => {
    const claims = accessTokenUserClaims(
      person,
      { ...demand(scopes), audience: ['shop'] },
      { accessTokenRoleAssertion: true },
    )
    expect(Object.keys(claims).filter((name) => !name.startsWith('urn:'))).toEqual([])
    expect(claims).toMatchObject({ 'urn:zitadel:iam:org:project:roles': { admin: acme } })
    const without = accessTokenUserClaims(
      person,
      { ...demand(scopes), audience: ['shop'] },
      { accessTokenRoleAssertion: false },
    )
    expect(without).not.toHaveProperty(['urn:zitadel:iam:org:project:roles'])
  })

  test('a JWT access token says roles in the projects of its audience, which may be narrower than the grant', () => {
    const asked = demand(`openid ${all} ${audience('crm')} ${audience('zitadel')}`)
    const rolesFor = (projects: readonly string[]) =>
      Object.keys(
        accessTokenUserClaims(person, { ...asked, audience: projects }, { accessTokenRoleAssertion: true }),
      ).filter((name) => name.endsWith(':roles'))
    const own = ['urn:zitadel:iam:org:project:roles', 'urn:zitadel:iam:org:project:shop:roles']
    expect(rolesFor(['shop', 'crm', 'iam']).toSorted()).toEqual(
      ['urn:zitadel:iam:org:project:crm:roles', 'urn:zitadel:iam:org:project:iam:roles', ...own].toSorted(),
    )
    expect(rolesFor(['https://api.test/']).toSorted()).toEqual(own.toSorted())
  })
})
