import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { AuthorizationService } from '@zitadel/proto/zitadel/authorization/v2beta/authorization_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { postForm, requestToken } from './oidcForms.ts'
import { type AddedApp, addOidcApp, addProject, codeForm, codeRequest, finishLogin } from './oidcLogin.ts'
import { addPerson, passwordSession } from './people.ts'
import { addOrg, inOrg } from './tenants.ts'

// Tokens and codes of real logins that something carries which is taken away and given back. They are used after the giving back only: a
// use in between is what `oidcLeaning.test.ts` tries.
const clock = testClock()
const server = await testServer({ clock })
const authorizations = server.client(AuthorizationService)
const projects = server.client(ProjectService)
const apps = server.client(AppService)
const scope = 'openid profile offline_access'

/** A project, one of its apps, and a person whom it admits. */
interface Scene {
  readonly app: AddedApp
  readonly userId: string
  /** Of the person. */
  readonly orgId: string
  /** Of the project. */
  readonly projectOrgId: string
  /** Changes with each one that is given. */
  authorizationId: string
}

type Demands = { readonly authorizationRequired?: boolean; readonly projectAccessRequired?: boolean }

async function addScene(demands: Demands): Promise<Scene> {
  const [{ orgId: projectOrgId }, { orgId, headers }] = [await addOrg(server), await addOrg(server)]
  const projectId = await addProject(server, { organizationId: projectOrgId, ...demands })
  await projects.addProjectRole({ projectId, roleKey: 'reader', displayName: 'Reader' })
  await projects.addProjectRole({ projectId, roleKey: 'writer', displayName: 'Writer' })
  const app = await addOidcApp(server, { projectId })
  const { userId } = await addPerson(server, { headers })
  return { app, userId, orgId, projectOrgId, authorizationId: '' }
}

async function authorize(scene: Scene, organizationId: string) {
  const { userId, app } = scene
  const wanted = { userId, projectId: app.projectId, organizationId, roleKeys: ['reader'] }
  scene.authorizationId = (await authorizations.createAuthorization(wanted)).id
}

const grantOf = ({ app, orgId }: Scene) => ({ projectId: app.projectId, grantedOrganizationId: orgId })
const giveGrant = (scene: Scene) =>
  projects.createProjectGrant({ ...grantOf(scene), roleKeys: ['reader', 'writer'] })
const appOf = ({ app }: Scene) => ({ projectId: app.projectId, id: app.appId })
const managementOf = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })

interface Case {
  readonly title: string
  readonly demands: Demands
  /** What the login needs. */
  readonly give: (scene: Scene) => Promise<unknown>
  readonly takeAway: (scene: Scene) => Promise<unknown>
  readonly giveBack: (scene: Scene) => Promise<unknown>
}

const ownAuthorization = {
  demands: { authorizationRequired: true },
  give: (scene: Scene) => authorize(scene, scene.projectOrgId),
}
const grantedAuthorization = {
  demands: { authorizationRequired: true },
  give: async (scene: Scene) => {
    await giveGrant(scene)
    await authorize(scene, scene.orgId)
  },
}
const grant = { demands: { projectAccessRequired: true }, give: giveGrant }
const nothing = { demands: {}, give: async () => undefined }
const deleteAuthorization = ({ authorizationId: id }: Scene) => authorizations.deleteAuthorization({ id })
const deactivateGrant = (scene: Scene) => projects.deactivateProjectGrant(grantOf(scene))
const activateGrant = (scene: Scene) => projects.activateProjectGrant(grantOf(scene))
const deleteGrant = (scene: Scene) => projects.deleteProjectGrant(grantOf(scene))

const forGood: readonly Case[] = [
  {
    title: 'an authorization that is removed and given again',
    ...ownAuthorization,
    takeAway: deleteAuthorization,
    giveBack: ownAuthorization.give,
  },
  {
    title: 'an authorization that is deactivated and activated',
    ...ownAuthorization,
    takeAway: ({ authorizationId: id }) => authorizations.deactivateAuthorization({ id }),
    giveBack: ({ authorizationId: id }) => authorizations.activateAuthorization({ id }),
  },
  {
    title: 'an authorization that another organization replaces by its own',
    ...ownAuthorization,
    takeAway: deleteAuthorization,
    giveBack: grantedAuthorization.give,
  },
  {
    title: 'an authorization of a grant that is removed and made again',
    ...grantedAuthorization,
    takeAway: deleteGrant,
    giveBack: grantedAuthorization.give,
  },
  {
    title: 'an authorization of a grant that is deactivated and activated',
    ...grantedAuthorization,
    takeAway: deactivateGrant,
    giveBack: activateGrant,
  },
  {
    title: 'a demanded grant that is removed and made again',
    ...grant,
    takeAway: deleteGrant,
    giveBack: giveGrant,
  },
  {
    title: 'a demanded grant that is deactivated and activated',
    ...grant,
    takeAway: deactivateGrant,
    giveBack: activateGrant,
  },
  {
    title: 'a demanded grant and a demanded authorization, of which the grant is made again',
    demands: { ...ownAuthorization.demands, ...grant.demands },
    give: grantedAuthorization.give,
    takeAway: deleteGrant,
    giveBack: grantedAuthorization.give,
  },
]

const forAWhile: readonly Case[] = [
  {
    title: 'an application that is deactivated and reactivated',
    ...nothing,
    takeAway: (scene) => apps.deactivateApplication(appOf(scene)),
    giveBack: (scene) => apps.reactivateApplication(appOf(scene)),
  },
  {
    title: 'a project that is deactivated and reactivated',
    ...nothing,
    takeAway: ({ app }) => projects.deactivateProject({ id: app.projectId }),
    giveBack: ({ app }) => projects.activateProject({ id: app.projectId }),
  },
  {
    title: 'the organization of the project that is deactivated and reactivated',
    ...nothing,
    takeAway: ({ projectOrgId }) => managementOf(projectOrgId).deactivateOrg({}),
    giveBack: ({ projectOrgId }) => managementOf(projectOrgId).reactivateOrg({}),
  },
  {
    title: 'the organization of the person that is deactivated and reactivated',
    ...nothing,
    takeAway: ({ orgId }) => managementOf(orgId).deactivateOrg({}),
    giveBack: ({ orgId }) => managementOf(orgId).reactivateOrg({}),
  },
]

const basicOf = ({ app }: Scene) => ({ basic: [app.clientId, app.clientSecret] as const })

/** Two logins: one whose tokens are there, and one whose code waits. */
async function logIn(scene: Scene) {
  const fetchForm = async () =>
    codeForm(server, scene.app, await passwordSession(server, scene.userId), { scope })
  const { json } = await requestToken(server, await fetchForm(), basicOf(scene))
  expect(json['error_description']).toBeUndefined()
  return {
    access: String(json['access_token']),
    refresh: String(json['refresh_token']),
    code: await fetchForm(),
  }
}

/** Which uses of a login succeed. */
async function uses(scene: Scene, { access, refresh, code }: Awaited<ReturnType<typeof logIn>>) {
  const info = await fetch(`${server.url}/oidc/v1/userinfo`, {
    headers: { authorization: `Bearer ${access}` },
  })
  const { json } = await postForm(server, '/oauth/v2/introspect', { token: access }, basicOf(scene))
  const form = { grant_type: 'refresh_token', refresh_token: refresh }
  return {
    userinfo: info.status === 200,
    introspection: json['active'] === true,
    refresh: (await requestToken(server, form, basicOf(scene))).status === 200,
    code: (await requestToken(server, code, basicOf(scene))).status === 200,
  }
}

const all = { userinfo: true, introspection: true, refresh: true, code: true }
const none = { userinfo: false, introspection: false, refresh: false, code: false }

async function takeAndGiveBack({ demands, give, takeAway, giveBack }: Case) {
  const scene = await addScene(demands)
  await give(scene)
  clock.advance(1)
  const before = await logIn(scene)
  const spared = await addScene(demands)
  await give(spared)
  const other = await logIn(spared)
  clock.advance(1)
  await takeAway(scene)
  clock.advance(1)
  await giveBack(scene)
  clock.advance(1)
  return { before: await uses(scene, before), other: await uses(spared, other), scene }
}

describe('giving back', () => {
  test.each(forGood)('$title carries new logins only', async (one) => {
    const { before, other, scene } = await takeAndGiveBack(one)
    expect({ before, other }).toEqual({ before: none, other: all })
    expect(await uses(scene, await logIn(scene))).toEqual(all)
  })

  test.each(forAWhile)('$title carries the earlier logins, too', async (one) => {
    const { before, other } = await takeAndGiveBack(one)
    expect({ before, other }).toEqual({ before: all, other: all })
  })
})

describe('a login stays', () => {
  test('while another authorization has admitted the person all the time', async () => {
    const scene = await addScene({ authorizationRequired: true })
    await grantedAuthorization.give(scene)
    await ownAuthorization.give(scene)
    const before = await logIn(scene)
    clock.advance(1)
    await deleteAuthorization(scene)
    expect(await uses(scene, before)).toEqual(all)
  })

  test('through changes of roles, and a change of the grant that leaves it in force', async () => {
    const scene = await addScene({ authorizationRequired: true, projectAccessRequired: true })
    await grantedAuthorization.give(scene)
    const before = await logIn(scene)
    clock.advance(1)
    await authorizations.updateAuthorization({ id: scene.authorizationId, roleKeys: ['writer'] })
    await projects.updateProjectGrant({ ...grantOf(scene), roleKeys: ['writer'] })
    expect(await uses(scene, before)).toEqual(all)
  })

  test('if the authorization is newer than the proofs of its session, but not than the login', async () => {
    const scene = await addScene({ authorizationRequired: true })
    const session = await passwordSession(server, scene.userId)
    clock.advance(60)
    await ownAuthorization.give(scene)
    const form = await codeForm(server, scene.app, session)
    expect((await requestToken(server, form, basicOf(scene))).status).toBe(200)
  })
})

test('an answer by form that waits for the browser carries no code that gives tokens', async () => {
  const scene = await addScene({ authorizationRequired: true })
  await ownAuthorization.give(scene)
  const { query, verifier } = codeRequest(scene.app, { response_mode: 'form_post' })
  const exchange = async (meanwhile: () => Promise<unknown>) => {
    const url = await finishLogin(server, query, await passwordSession(server, scene.userId))
    await meanwhile()
    const page = await (await fetch(url)).text()
    const code = /name="code" value="(slp_code_[^"]+)"/.exec(page)?.[1] ?? ''
    const form = { grant_type: 'authorization_code', code, code_verifier: verifier }
    const redirect = { redirect_uri: query['redirect_uri'] ?? '' }
    return requestToken(server, { ...form, ...redirect }, basicOf(scene))
  }
  expect((await exchange(async () => undefined)).status).toBe(200)
  const refused = await exchange(async () => {
    clock.advance(1)
    await deleteAuthorization(scene)
    await ownAuthorization.give(scene)
    clock.advance(1)
  })
  expect([refused.status, refused.json['error']]).toEqual([400, 'invalid_grant'])
})
