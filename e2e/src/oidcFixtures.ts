import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { newTokenSecret, tokenDigest } from '../../server/src/access/tokenSecret.ts'
import type { OidcConfig } from '../../server/src/features/applications/config.ts'
import { apiEvents, appEvents, oidcEvents } from '../../server/src/features/applications/events.ts'
import { issueTokens, type TokenGrant } from '../../server/src/features/oidc-sessions/index.ts'
import { type ProjectSettings, projectAdded } from '../../server/src/features/projects/events.ts'
import { sessionFacet } from '../../server/src/features/sessions/index.ts'
import { newId } from '../../server/src/kernel/ids.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addMachine } from './tenants.ts'

/** A project with an API that introspects, and an app. */
export interface OidcFixture {
  readonly projectId: string
  readonly api: readonly [clientId: string, secret: string]
  readonly app: readonly [clientId: string, secret: string]
  readonly apiId: string
  readonly appId: string
}

const oidcDefaults: OidcConfig = {
  appType: 'web',
  authMethod: 'basic',
  redirectUris: ['https://app.example/callback'],
  postLogoutRedirectUris: [],
  responseTypes: ['code'],
  grantTypes: ['authorization_code', 'refresh_token'],
  devMode: false,
  accessTokenType: 'bearer',
  accessTokenRoleAssertion: false,
  idTokenRoleAssertion: false,
  idTokenUserinfoAssertion: false,
  clockSkewSeconds: 0,
  additionalOrigins: [],
  skipNativeAppSuccessPage: false,
  backChannelLogoutUri: '',
  loginVersion: null,
  metadata: {},
}

const projectDefaults: ProjectSettings = {
  name: '',
  roleAssertion: false,
  authorizationRequired: false,
  accessRequired: false,
  privateLabeling: 'unspecified',
  requiredAcr: null,
}

/** Adds a project with an API app and an OIDC app, both with secrets. */
export async function addOidcProject(
  server: TestServer,
  options: {
    readonly config?: Partial<OidcConfig>
    readonly settings?: Partial<ProjectSettings>
    readonly instanceId?: string
    readonly orgId?: string
  } = {},
): Promise<OidcFixture> {
  const [projectId, apiId, appId] = [newId(), newId(), newId()]
  const { instanceId = server.first.instanceId, orgId = server.first.orgId } = options
  const writing = { instanceId, creator: 'system', now: server.clock.now() }
  const secretOf = () => newTokenSecret().toString('hex')
  const [apiSecret, appSecret] = [secretOf(), secretOf()]
  const [apiSecretId, appSecretId] = [newId(), newId()]
  await server.product.deps.log.transact(writing, undefined, async (tx) => {
    const project = tx.begin({ type: 'project', id: projectId })
    tx.seal(project, apiSecretId, tokenDigest(Buffer.from(apiSecret)))
    tx.seal(project, appSecretId, tokenDigest(Buffer.from(appSecret)))
    await tx.append(
      project,
      [
        projectAdded({ ...projectDefaults, name: `Project ${projectId}`, ...options.settings }),
        appEvents.added({ appId: apiId, name: 'API' }),
        apiEvents.added({
          appId: apiId,
          clientId: `${apiId}@api`,
          secretId: apiSecretId,
          config: { authMethod: 'basic', metadata: {} },
        }),
        appEvents.added({ appId, name: 'App' }),
        oidcEvents.added({
          appId,
          clientId: appId,
          secretId: appSecretId,
          config: { ...oidcDefaults, ...options.config },
        }),
      ],
      { owner: orgId },
    )
  })
  return { projectId, api: [`${apiId}@api`, apiSecret], app: [appId, appSecret], apiId, appId }
}

/** A machine with a client secret, which is its own client. */
export async function addClientMachine(server: TestServer, options: Parameters<typeof addMachine>[1] = {}) {
  const { userId, token } = await addMachine(server, options)
  const users = server.client(UserService)
  const { clientSecret } = await users.addSecret({ userId })
  const { user } = await users.getUserByID({ userId })
  const basic = [user?.preferredLoginName ?? '', clientSecret] as const
  return { userId, pat: token, basic }
}

/** Issues the tokens of a login to an app: they lean on everything that the session has proved. */
export async function loginTokens(
  server: TestServer,
  fixture: OidcFixture,
  sessionId: string,
  grant: Partial<TokenGrant> = {},
) {
  const instanceId = server.first.instanceId
  const writing = { instanceId, creator: 'system', now: server.clock.now() }
  const { result } = await server.product.deps.log.transact(writing, undefined, async (tx) => {
    const session = (await tx.load({ type: 'session', id: sessionId })).state(sessionFacet)
    if (session.kind !== 'live' || session.user === null) throw new Error('the session has no user')
    const user = await tx.load({ type: 'user', id: session.user.id })
    return issueTokens(tx, {
      orgId: session.user.orgId,
      lean: {
        userId: session.user.id,
        userSequence: user.sequence,
        sessionId,
        proofs: [...session.proofs],
      },
      clientId: fixture.app[0],
      appId: fixture.appId,
      projectId: fixture.projectId,
      scopes: ['openid', 'profile', 'offline_access'],
      audience: [fixture.app[0], fixture.api[0], fixture.projectId],
      amr: ['pwd'],
      acr: 'urn:sallyport:aal:1',
      authTime: server.clock.now().toISOString(),
      accessToken: 'opaque',
      refreshToken: true,
      lifetimes: {
        accessTokenLifetime: 43_200,
        idTokenLifetime: 43_200,
        refreshTokenIdleExpiration: 2_592_000,
        refreshTokenExpiration: 7_776_000,
      },
      ...grant,
    })
  })
  if (result === undefined) throw new Error('the session was ended meanwhile')
  return {
    oidcSessionId: result.oidcSessionId,
    accessToken: result.accessToken?.text ?? '',
    refreshToken: result.refreshToken ?? '',
  }
}
