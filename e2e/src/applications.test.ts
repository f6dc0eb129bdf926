import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import type { MessageInitShape } from '@bufbuild/protobuf'
import { timestampDate, timestampFromDate } from '@bufbuild/protobuf/wkt'
import {
  AppService,
  type CreateOIDCApplicationRequestSchema,
} from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import {
  OIDCAppType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
  OIDCTokenType,
} from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, testClock } from './factors.ts'
import { addProject } from './projects.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const apps = server.client(AppService)
const projectId = await addProject(server)
const now = () => timestampFromDate(clock.now())
const stream = { instanceId: server.first.instanceId, type: 'project', id: projectId }

let count = 0
const unique = (name = 'App') => {
  count += 1
  return `${name} ${count}`
}
type OidcFields = MessageInitShape<typeof CreateOIDCApplicationRequestSchema>
const oidc = (value: OidcFields = {}) => ({
  case: 'oidcRequest' as const,
  value: { redirectUris: ['https://app.example.com/cb'], ...value } satisfies OidcFields,
})
const api = (authMethodType = 0) => ({ case: 'apiRequest', value: { authMethodType } }) as const
const update = (value: object) => ({ case: 'oidcConfigurationRequest', value }) as const
const create = (
  creationRequestType: ReturnType<typeof oidc | typeof api>,
  name = unique(),
  project = projectId,
) => apps.createApplication({ projectId: project, name, creationRequestType })
const configOf = async (id: string) => (await apps.getApplication({ id })).app?.config.value as never
const missing = { code: 'NotFound', id: 'applications.not_found' }
const unchanged = { code: 'FailedPrecondition', id: 'applications.unchanged' }

/** Whether a client secret is the stored one: its digest is the only form that exists. */
async function isSecretOf(appId: string, clientSecret: string): Promise<boolean> {
  const [row] = await server.testDatabase.database.query<{ secret_id: string | null }>(
    'select secret_id from applications where app_id = $1',
    [appId],
  )
  if (!row?.secret_id) return false
  const digest = await server.product.deps.log.secret(stream, row.secret_id)
  return digest?.equals(createHash('sha256').update(clientSecret).digest()) === true
}

async function secretCount(): Promise<number> {
  const [row] = await server.testDatabase.database.query<{ count: number }>(
    'select count(*)::int as count from secrets where stream_id = $1',
    [projectId],
  )
  return row?.count ?? Number.NaN
}

describe('OIDC apps', () => {
  test('a new one has the defaults of the contract and a secret that is returned once', async () => {
    const name = unique()
    const created = await create(oidc(), name)
    expect(created).toMatchObject({
      appId: expect.stringMatching(/^\d+$/),
      creationDate: now(),
      creationResponseType: { case: 'oidcResponse' },
    })
    const { clientId, clientSecret, noneCompliant, complianceProblems } = created.creationResponseType
      .value as never as {
      clientId: string
      clientSecret: string
      noneCompliant: boolean
      complianceProblems: unknown[]
    }
    expect([noneCompliant, complianceProblems]).toEqual([false, []])
    expect(clientSecret).toMatch(/^[A-Za-z0-9]{64}$/)
    expect(await isSecretOf(created.appId, clientSecret)).toBe(true)
    const { app } = await apps.getApplication({ id: created.appId })
    expect(app).toMatchObject({ id: created.appId, name, state: 1, creationDate: now(), changeDate: now() })
    expect(app?.config).toMatchObject({
      case: 'oidcConfig',
      value: {
        redirectUris: ['https://app.example.com/cb'],
        responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
        grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
        appType: OIDCAppType.OIDC_APP_TYPE_WEB,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
        accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_BEARER,
        clientId,
        allowedOrigins: ['https://app.example.com'],
        clockSkew: { seconds: 0n, nanos: 0 },
      },
    })
    const log = JSON.stringify(await eventsOf(server, projectId))
    expect(log).not.toContain(clientSecret)
    expect(log).toContain('project.application.config.oidc.added')
  })

  test('every setting is stored', async () => {
    const settings = {
      redirectUris: ['com.example.app:/cb', 'http://localhost/cb'],
      responseTypes: [
        OIDCResponseType.OIDC_RESPONSE_TYPE_CODE,
        OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN,
        OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN,
      ],
      grantTypes: [0, 1, 2, 3, 4],
      appType: OIDCAppType.OIDC_APP_TYPE_NATIVE,
      authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
      postLogoutRedirectUris: ['com.example.app:/bye'],
      devMode: true,
      accessTokenType: OIDCTokenType.OIDC_TOKEN_TYPE_JWT,
      accessTokenRoleAssertion: true,
      idTokenRoleAssertion: true,
      idTokenUserinfoAssertion: true,
      clockSkew: { seconds: 2n, nanos: 500_000_000 },
      additionalOrigins: ['https://other.example.com:8443'],
      skipNativeAppSuccessPage: true,
      backChannelLogoutUri: 'https://127.0.0.1/logout',
      loginVersion: {
        version: { case: 'loginV2' as const, value: { baseUri: 'https://login.example.com' } },
      },
    }
    const { appId, creationResponseType } = await create(oidc(settings))
    expect(creationResponseType.value).toMatchObject({
      clientSecret: '',
      noneCompliant: true,
      complianceProblems: [
        { key: 'Application.OIDC.V1.NotCompliant', localizedMessage: expect.stringContaining('rules') },
        { key: 'Application.OIDC.V1.NotAllCombinationsAreAllowed' },
      ],
    })
    expect(await configOf(appId)).toMatchObject({
      ...settings,
      allowedOrigins: ['http://localhost', 'https://other.example.com:8443'],
    })
  })

  test('an update keeps what it does not name and resets grants, skew and login as the contract says', async () => {
    const { appId: id } = await create(
      oidc({
        devMode: true,
        clockSkew: { seconds: 1n },
        grantTypes: [0, 2],
        postLogoutRedirectUris: ['https://a.example.com'],
      }),
    )
    clock.advance(5)
    const { changeDate } = await apps.updateApplication({
      projectId,
      id,
      updateRequestType: update({ accessTokenRoleAssertion: true }),
    })
    expect(changeDate).toEqual(now())
    expect(await configOf(id)).toMatchObject({
      redirectUris: ['https://app.example.com/cb'],
      postLogoutRedirectUris: ['https://a.example.com'],
      devMode: true,
      accessTokenRoleAssertion: true,
      clockSkew: { seconds: 0n },
      grantTypes: [0],
    })
    const [last] = (await eventsOf(server, projectId)).slice(-1)
    expect(last).toEqual({
      type: 'project.application.config.oidc.changed',
      payload: {
        appId: id,
        changes: { accessTokenRoleAssertion: true, clockSkewSeconds: 0, grantTypes: ['authorization_code'] },
      },
    })
  })

  test('name and settings change together or not at all', async () => {
    const taken = unique()
    await create(oidc(), taken)
    const { appId: id } = await create(oidc())
    const updateRequestType = update({ devMode: true })
    const clash = apps.updateApplication({ projectId, id, name: taken, updateRequestType })
    expect(await refusalOf(clash)).toEqual({ code: 'AlreadyExists', id: 'applications.name_taken' })
    expect(await configOf(id)).toMatchObject({ devMode: false })
    const name = unique()
    await apps.updateApplication({ projectId, id, name, updateRequestType })
    expect((await apps.getApplication({ id })).app).toMatchObject({
      name,
      config: { value: { devMode: true } },
    })
    for (const change of [{ name }, { updateRequestType }, { name, updateRequestType }, {}]) {
      expect(await refusalOf(apps.updateApplication({ projectId, id, ...change }))).toEqual(unchanged)
    }
  })

  test.each<[string, OidcFields, string]>([
    ['code without its grant', { grantTypes: [1], responseTypes: [1] }, 'applications.code_grant_missing'],
    ['id_token without implicit', { responseTypes: [2] }, 'applications.implicit_grant_missing'],
    ['a path as origin', { additionalOrigins: ['https://a.example.com/x'] }, 'applications.origin_invalid'],
    ['a skew of 6 seconds', { clockSkew: { seconds: 6n } }, ''],
    ['a skew of 5.5 seconds', { clockSkew: { seconds: 5n, nanos: 500_000_000 } }, ''],
    ['an unknown grant', { grantTypes: [9 as never] }, 'applications.unknown_value'],
    ['an unknown response type', { responseTypes: [9 as never] }, 'applications.unknown_value'],
    ['101 redirect URIs', { redirectUris: uris(101) }, 'applications.uris_out_of_bounds'],
    [
      'a URI of 2,001 characters',
      { redirectUris: [`https://${'a'.repeat(1993)}`] },
      'applications.uris_out_of_bounds',
    ],
    [
      'a back-channel URI with a fragment',
      { backChannelLogoutUri: 'https://a.example.com/#x' },
      'applications.back_channel_uri_invalid',
    ],
    [
      'a back-channel URI of a script',
      { backChannelLogoutUri: 'javascript:alert(1)' },
      'applications.back_channel_uri_invalid',
    ],
    [
      'a back-channel URI in the private network',
      { backChannelLogoutUri: 'https://10.0.0.1/' },
      'applications.back_channel_address_denied',
    ],
    [
      'a back-channel URI of the metadata service',
      { backChannelLogoutUri: 'http://169.254.169.254/' },
      'applications.back_channel_address_denied',
    ],
    [
      'a login that is no URL',
      { loginVersion: { version: { case: 'loginV2', value: { baseUri: 'x' } } } },
      'applications.login_uri_invalid',
    ],
  ])('%s is refused at creation and update', async (_, value, id) => {
    const refusal = { code: 'InvalidArgument', id }
    expect(await refusalOf(create(oidc(value)))).toEqual(refusal)
    const { appId } = await create(oidc())
    const updateRequestType = update({ devMode: true, ...value })
    expect(await refusalOf(apps.updateApplication({ projectId, id: appId, updateRequestType }))).toEqual(
      refusal,
    )
    expect(await configOf(appId)).toMatchObject({ devMode: false })
  })

  test('the device grant alone allows the response type code without redirect URIs', async () => {
    const device = { redirectUris: [], responseTypes: [1], grantTypes: [3], appType: 2, authMethodType: 2 }
    const { creationResponseType } = await create(oidc(device))
    expect(creationResponseType.value).toMatchObject({ noneCompliant: false })
  })
})

function uris(length: number): string[] {
  return Array.from({ length }, (_, at) => `https://app.example.com/${at}`)
}

describe('API and SAML apps', () => {
  test('an API app with basic authentication has a secret, one with keys has none', async () => {
    const basic = await create(api())
    const { clientId, clientSecret } = basic.creationResponseType.value as {
      clientId: string
      clientSecret: string
    }
    expect(await isSecretOf(basic.appId, clientSecret)).toBe(true)
    expect(await configOf(basic.appId)).toMatchObject({ clientId, authMethodType: 0 })
    const keyed = await create(api(1))
    expect(keyed.creationResponseType.value).toMatchObject({ clientSecret: '' })
    expect(await configOf(keyed.appId)).toMatchObject({ authMethodType: 1 })
  })

  test('the metadata of a SAML app is returned as it was sent', async () => {
    const metadataXml = Buffer.from('<EntityDescriptor entityID="https://sp.example.com"/>')
    const { appId: id, creationResponseType } = await apps.createApplication({
      projectId,
      name: unique(),
      creationRequestType: {
        case: 'samlRequest',
        value: { metadata: { case: 'metadataXml', value: metadataXml } },
      },
    })
    expect(creationResponseType.case).toBe('samlResponse')
    const { metadata } = (await configOf(id)) as { metadata: { value: Uint8Array } }
    expect(Buffer.from(metadata.value)).toEqual(metadataXml)
    const url = { case: 'metadataUrl' as const, value: 'https://sp.example.com/metadata' }
    await apps.updateApplication({
      projectId,
      id,
      updateRequestType: { case: 'samlConfigurationRequest', value: { metadata: url } },
    })
    expect(await configOf(id)).toMatchObject({ metadata: url })
    const nothing = { case: 'metadataUrl' as const, value: '' }
    const creationRequestType = { case: 'samlRequest' as const, value: { metadata: nothing } }
    const without = apps.createApplication({ projectId, name: unique(), creationRequestType })
    expect(await refusalOf(without)).toEqual({
      code: 'InvalidArgument',
      id: 'applications.saml_metadata_missing',
    })
  })

  test('settings of another kind are refused', async () => {
    const { appId: id } = await create(api())
    const change = apps.updateApplication({ projectId, id, updateRequestType: update({ devMode: true }) })
    expect(await refusalOf(change)).toEqual({ code: 'InvalidArgument', id: 'applications.wrong_kind' })
  })
})

describe('the life of an app', () => {
  test('its state changes once', async () => {
    const { appId: id } = await create(oidc())
    const { deactivationDate } = await apps.deactivateApplication({ projectId, id })
    expect(deactivationDate).toEqual(now())
    expect((await apps.getApplication({ id })).app?.state).toBe(2)
    expect(await refusalOf(apps.deactivateApplication({ projectId, id }))).toEqual({
      code: 'FailedPrecondition',
      id: 'applications.already_inactive',
    })
    expect((await apps.reactivateApplication({ projectId, id })).reactivationDate).toEqual(now())
    expect(await refusalOf(apps.reactivateApplication({ projectId, id }))).toEqual({
      code: 'FailedPrecondition',
      id: 'applications.already_active',
    })
  })

  test('a removed one leaves neither secret nor key, and its name is free', async () => {
    const before = await secretCount()
    const name = unique()
    const { appId: id } = await create(oidc(), name)
    const { id: keyId } = await apps.createApplicationKey({ projectId, appId: id })
    expect(await secretCount()).toBe(before + 1)
    expect((await apps.deleteApplication({ projectId, id })).deletionDate).toEqual(now())
    expect(await secretCount()).toBe(before)
    for (const call of [
      () => apps.getApplication({ id }),
      () => apps.deleteApplication({ projectId, id }),
      () => apps.deactivateApplication({ projectId, id }),
      () => apps.reactivateApplication({ projectId, id }),
      () => apps.updateApplication({ projectId, id, name: 'other' }),
      () =>
        apps.regenerateClientSecret({
          projectId,
          applicationId: id,
          appType: { case: 'isOidc', value: true },
        }),
      () => apps.createApplicationKey({ projectId, appId: id }),
    ]) {
      expect(await refusalOf(call())).toEqual(missing)
    }
    expect((await refusalOf(apps.getApplicationKey({ id: keyId }))).code).toBe('NotFound')
    await create(oidc(), name)
  })

  test('removing the project removes its apps, secrets and keys', async () => {
    const doomed = await addProject(server)
    const { appId } = await create(oidc(), 'App', doomed)
    await apps.createApplicationKey({ projectId: doomed, appId })
    await server.client(ManagementService).removeProject({ id: doomed })
    expect(await refusalOf(apps.getApplication({ id: appId }))).toEqual(missing)
    const rows = await server.testDatabase.database.query(
      `select 1 from app_keys where project_id = $1 union all select 1 from secrets where stream_id = $1
        union all select 1 from applications where project_id = $1`,
      [doomed],
    )
    expect(rows).toEqual([])
  })

  test('an app of another project is not found under this one', async () => {
    const other = await addProject(server)
    const { appId: id } = await create(oidc(), unique(), other)
    expect(await refusalOf(apps.deleteApplication({ projectId, id }))).toEqual(missing)
    expect((await apps.getApplication({ id })).app?.id).toBe(id)
  })

  test('ids of the caller are kept, unique and may be any text', async () => {
    for (const id of ['my-app', '__proto__', 'constructor']) {
      const created = await apps.createApplication({
        projectId,
        id,
        name: unique(),
        creationRequestType: oidc(),
      })
      expect(created.appId).toBe(id)
      expect((await apps.getApplication({ id })).app?.id).toBe(id)
      const taken = { code: 'FailedPrecondition', id: 'applications.id_taken' }
      for (const project of [projectId, await addProject(server)]) {
        const again = apps.createApplication({
          projectId: project,
          id,
          name: unique(),
          creationRequestType: oidc(),
        })
        expect(await refusalOf(again)).toEqual(taken)
      }
    }
  })

  test('names are unique in their project, whoever comes first', async () => {
    const name = unique()
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => create(oidc(), name)))
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused).toHaveLength(7)
    for (const { reason } of refused) {
      expect(await refusalOf(Promise.reject(reason))).toEqual({
        code: 'AlreadyExists',
        id: 'applications.name_taken',
      })
    }
    await create(oidc(), name, await addProject(server))
    expect(await refusalOf(create(oidc(), '  '))).toEqual({
      code: 'InvalidArgument',
      id: 'applications.name_blank',
    })
  })

  test('an app needs a project', async () => {
    expect(await refusalOf(create(oidc(), 'App', '404'))).toEqual({
      code: 'FailedPrecondition',
      id: 'projects.missing',
    })
  })
})

describe('client secrets', () => {
  const regenerate = (applicationId: string, kind: 'isOidc' | 'isApi') =>
    apps.regenerateClientSecret({ projectId, applicationId, appType: { case: kind, value: true } })

  test.each([
    ['isOidc', oidc()],
    ['isApi', api()],
  ] as const)('a new one replaces the former at once (%s)', async (kind, request) => {
    const { appId, creationResponseType } = await create(request)
    const { clientSecret: former } = creationResponseType.value as { clientSecret: string }
    const before = await secretCount()
    const { clientSecret, creationDate } = await regenerate(appId, kind)
    expect(creationDate).toEqual(now())
    expect([await isSecretOf(appId, clientSecret), await isSecretOf(appId, former)]).toEqual([true, false])
    expect(await secretCount()).toBe(before)
  })

  test('apps without secret authentication get none', async () => {
    const refusal = { code: 'FailedPrecondition', id: 'applications.without_secret' }
    const keyed = await create(api(1))
    expect(await refusalOf(regenerate(keyed.appId, 'isApi'))).toEqual(refusal)
    const open = await create(oidc({ authMethodType: 2 }))
    expect(await refusalOf(regenerate(open.appId, 'isOidc'))).toEqual(refusal)
    expect(await refusalOf(regenerate(open.appId, 'isApi'))).toEqual({
      code: 'InvalidArgument',
      id: 'applications.wrong_kind',
    })
  })

  test('a change to another authentication deletes the secret, and none comes back with the change back', async () => {
    const { appId: id, creationResponseType } = await create(oidc())
    const { clientSecret } = creationResponseType.value as { clientSecret: string }
    await apps.updateApplication({ projectId, id, updateRequestType: update({ authMethodType: 1 }) })
    expect(await isSecretOf(id, clientSecret)).toBe(true)
    const before = await secretCount()
    await apps.updateApplication({ projectId, id, updateRequestType: update({ authMethodType: 2 }) })
    expect(await secretCount()).toBe(before - 1)
    await apps.updateApplication({ projectId, id, updateRequestType: update({ authMethodType: 0 }) })
    expect(await isSecretOf(id, clientSecret)).toBe(false)
    const { clientSecret: next } = await regenerate(id, 'isOidc')
    expect(await isSecretOf(id, next)).toBe(true)
  })

  test('the former is refused at the next request', async () => {
    const { appId, creationResponseType } = await create(api())
    const { clientId, clientSecret: former } = creationResponseType.value as {
      clientId: string
      clientSecret: string
    }
    const introspect = async (secret: string) => {
      const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`
      const body = new URLSearchParams({ token: 'unknown' })
      return (
        await fetch(`${server.url}/oauth/v2/introspect`, { method: 'POST', headers: { authorization }, body })
      ).status
    }
    expect(await introspect(former)).toBe(200)
    const { clientSecret } = await regenerate(appId, 'isApi')
    expect([await introspect(former), await introspect(clientSecret)]).toEqual([401, 200])
    await apps.deactivateApplication({ projectId, id: appId })
    expect(await introspect(clientSecret)).toBe(401)
  })

  test('two at once leave one that works', async () => {
    const { appId } = await create(oidc())
    const both = await Promise.all([regenerate(appId, 'isOidc'), regenerate(appId, 'isOidc')])
    const valid = await Promise.all(both.map(({ clientSecret }) => isSecretOf(appId, clientSecret)))
    expect(valid.filter(Boolean)).toHaveLength(1)
  })
})

describe('keys', () => {
  test('a key is returned once as the file that clients read; the server stores the public half', async () => {
    const { appId, creationResponseType } = await create(api(1))
    const { clientId } = creationResponseType.value as { clientId: string }
    const expirationDate = timestampFromDate(new Date(clock.now().getTime() + 3_600_000))
    const { id, keyDetails, creationDate } = await apps.createApplicationKey({
      projectId,
      appId,
      expirationDate,
    })
    expect(creationDate).toEqual(now())
    const file = JSON.parse(Buffer.from(keyDetails).toString())
    expect(file).toEqual({
      type: 'application',
      keyId: id,
      key: expect.stringMatching(/^-----BEGIN RSA PRIVATE KEY-----/),
      appId,
      clientId,
      expirationDate: timestampDate(expirationDate).toISOString().replace('.000Z', 'Z'),
    })
    const own = createPrivateKey(file.key)
    expect(own.asymmetricKeyDetails?.modulusLength).toBe(2048)
    const [row] = await server.testDatabase.database.query<{ public_key: string; client_id: string }>(
      'select public_key, client_id from app_keys where key_id = $1',
      [id],
    )
    expect(row?.client_id).toBe(clientId)
    expect(createPublicKey(row?.public_key ?? '').equals(createPublicKey(own))).toBe(true)
    expect(await apps.getApplicationKey({ id, projectId, applicationId: appId })).toMatchObject({
      id,
      creationDate,
      expirationDate,
    })
    expect(await refusalOf(apps.getApplicationKey({ id, applicationId: '1' }))).toEqual({
      code: 'NotFound',
      id: 'applications.key_not_found',
    })
  })

  test('without a date a key never expires; a past date is refused', async () => {
    const { appId } = await create(oidc())
    const { id } = await apps.createApplicationKey({ projectId, appId })
    const { expirationDate } = await apps.getApplicationKey({ id })
    expect(expirationDate && timestampDate(expirationDate).getUTCFullYear()).toBe(9999)
    const past = apps.createApplicationKey({ projectId, appId, expirationDate: now() })
    expect((await refusalOf(past)).code).toBe('InvalidArgument')
  })

  test('expired keys are listed until the retention ends, then removed', async () => {
    const { appId } = await create(api(1))
    const expirationDate = timestampFromDate(new Date(clock.now().getTime() + 1000))
    const { id } = await apps.createApplicationKey({ projectId, appId, expirationDate })
    const { id: other } = await apps.createApplicationKey({ projectId, appId })
    const run = async () => {
      const schedule = server.product.jobs.schedules.find(
        ({ name }) => name === 'applications.remove_expired_keys',
      )
      await schedule?.run()
    }
    clock.advance(86_400)
    await run()
    expect((await apps.getApplicationKey({ id })).id).toBe(id)
    clock.advance(31 * 86_400)
    await run()
    expect((await refusalOf(apps.getApplicationKey({ id }))).code).toBe('NotFound')
    expect((await apps.getApplicationKey({ id: other })).id).toBe(other)
  })

  test('lists are by app, project or organization, and removal is at once', async () => {
    const project = await addProject(server)
    const [one, two] = [await create(oidc(), 'one', project), await create(oidc(), 'two', project)]
    const keys = []
    for (const { appId } of [one, two, one]) {
      clock.advance(1)
      keys.push((await apps.createApplicationKey({ projectId: project, appId })).id)
    }
    const list = async (resourceId: object, more: object = {}) =>
      (await apps.listApplicationKeys({ resourceId, pagination: { asc: true }, ...more } as never)).keys.map(
        ({ id }) => id,
      )
    expect(await list({ case: 'applicationId', value: one.appId })).toEqual([keys[0], keys[2]])
    expect(await list({ case: 'projectId', value: project })).toEqual(keys)
    expect(await list({ case: 'projectId', value: project }, { pagination: {}, sortingColumn: 3 })).toEqual(
      keys.toReversed(),
    )
    expect(await list({ case: 'organizationId', value: server.first.orgId })).toEqual(
      expect.arrayContaining(keys),
    )
    const { orgId } = await addOrg(server)
    expect(await list({ case: 'organizationId', value: orgId })).toEqual([])
    const gone = { id: keys[0] ?? '', projectId: project, applicationId: one.appId }
    const elsewhere = apps.deleteApplicationKey({ ...gone, applicationId: two.appId })
    expect((await refusalOf(elsewhere)).code).toBe('NotFound')
    expect((await apps.deleteApplicationKey(gone)).deletionDate).toEqual(now())
    expect((await refusalOf(apps.deleteApplicationKey(gone))).code).toBe('NotFound')
    expect(await list({ case: 'projectId', value: project })).toEqual(keys.slice(1))
  })
})

describe('lists of apps', async () => {
  const project = await addProject(server)
  const named = ['Zeta', 'alpha', 'Beta']
  for (const name of named) {
    clock.advance(1)
    await create(name === 'Beta' ? api() : oidc(), name, project)
  }
  const { appId: zeta } = await create(oidc(), 'Omega', project)
  await apps.deactivateApplication({ projectId: project, id: zeta })
  const list = async (request: object) =>
    (
      await apps.listApplications({ projectId: project, pagination: { asc: true }, ...request } as never)
    ).applications.map(({ name }) => name)
  const filter = (which: string, value: unknown) => ({ filters: [{ filter: { case: which, value } }] })

  test.each<[string, object, readonly string[]]>([
    ['all, by id', {}, ['Zeta', 'alpha', 'Beta', 'Omega']],
    ['by name', { sortingColumn: 1 }, ['alpha', 'Beta', 'Omega', 'Zeta']],
    ['by state', { sortingColumn: 2, pagination: { asc: false, limit: 1 } }, ['Omega']],
    [
      'by creation, newest first',
      { sortingColumn: 3, pagination: { asc: false } },
      ['Omega', 'Beta', 'alpha', 'Zeta'],
    ],
    ['by change', { sortingColumn: 4 }, ['Zeta', 'alpha', 'Beta', 'Omega']],
    ['a page', { pagination: { asc: true, offset: 1n, limit: 2 } }, ['alpha', 'Beta']],
    ['by part of the name', filter('nameFilter', { name: 'ETA', method: 5 }), ['Zeta', 'Beta']],
    ['by state inactive', filter('stateFilter', 2), ['Omega']],
    ['only API apps', filter('apiAppOnly', true), ['Beta']],
    ['only OIDC apps', filter('oidcAppOnly', true), ['Zeta', 'alpha', 'Omega']],
    ['only SAML apps', filter('samlAppOnly', true), []],
  ])('%s', async (_, request, names) => {
    expect(await list(request)).toEqual(names)
  })

  test('the total counts all matches', async () => {
    const { pagination } = await apps.listApplications({ projectId: project, pagination: { limit: 1 } })
    expect(pagination).toMatchObject({ totalResult: 4n, appliedLimit: 1n })
  })
})
