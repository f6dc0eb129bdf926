import { setTimeout } from 'node:timers/promises'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { OIDCGrantType } from '@zitadel/proto/zitadel/app/v2beta/oidc_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Request } from 'playwright-core'
import { expect } from 'vitest'
import {
  type TestServer,
  type TestServerOptions,
  testServer,
} from '../../../server/src/testing/testServer.ts'
import { type HostedBrowser, hostedBrowser, type Visitor, type VisitorOptions } from '../hostedBrowser.ts'
import { signInAt } from '../hostedPeople.ts'
import { pageSession } from '../pageSession.ts'
import { addOrg, inOrg } from '../tenants.ts'
import { knownPaths } from './knownPaths.ts'

/** The people of the console's tests, by what they may do. */
const roles = ['instanceOwner', 'organizationOwner', 'projectOwner', 'nobody'] as const
export type Role = (typeof roles)[number]

/** A person who can log in at the console. */
export interface ConsolePerson {
  readonly userId: string
  readonly loginName: string
  readonly password: string
}

/** A server with the built console, and one person for each role. */
export interface ConsoleWorld {
  readonly server: TestServer
  readonly browser: HostedBrowser
  /** The organization of everybody but the instance owner. */
  readonly orgId: string
  /** A project of that organization, of which the project owner is a member. */
  readonly projectId: string
  readonly people: Readonly<Record<Role, ConsolePerson>>
  /**
   * Opens a page of the console in the browser of the person, which keeps cookies, cached files and the tokens between visits but no other
   * storage. While another visit lasts, it is a new browser with the same login.
   */
  visit(role: Role, path?: string): Promise<ConsoleVisitor>
  /** Opens a page that needs no login, in a new browser. */
  visitUnknown(path: string): Promise<ConsoleVisitor>
}

/** A person at the console. */
export interface ConsoleVisitor extends Visitor {
  /** Opens a page of the console by its address, such as `/organizations`, and waits for its heading. */
  go(path: string): Promise<void>
  /** Waits for the page with this heading. */
  heading(text: string | RegExp): Promise<void>
  /** Looks at the page at both widths in both themes; `briefly`, for dialogs and states, at one of each. */
  lookAt(name: string, how?: 'briefly'): Promise<void>
}

/** The widths at which every page of the console is looked at. */
const widths = [1440, 360] as const

/** Opens the world of the test file that calls this at its top level; on a server of its own unless one is given. */
export async function consoleWorld({
  server: given,
  ...options
}: TestServerOptions & { readonly server?: TestServer } = {}): Promise<ConsoleWorld> {
  const server = given ?? (await testServer(options))
  await admitOrigin(server)
  const browser = await hostedBrowser(server)
  const { orgId } = await addOrg(server, 'Acme')
  const { id: projectId } = await server
    .client(ProjectService)
    .createProject({ organizationId: orgId, name: 'Shop' })
  const people = {
    instanceOwner: await person(server, server.first.orgId, 'root'),
    organizationOwner: await person(server, orgId, 'olga'),
    projectOwner: await person(server, orgId, 'piet'),
    nobody: await person(server, orgId, 'nora'),
  }
  const management = server.client(ManagementService, { headers: inOrg(orgId) })
  await server
    .client(AdminService)
    .addIAMMember({ userId: people.instanceOwner.userId, roles: ['IAM_OWNER'] })
  await management.addOrgMember({ userId: people.organizationOwner.userId, roles: ['ORG_OWNER'] })
  await management.addProjectMember({
    projectId,
    userId: people.projectOwner.userId,
    roles: ['PROJECT_OWNER'],
  })
  const isKnown = await knownPaths(server)
  const loggedIn = new Map<Role, NonNullable<VisitorOptions['cookies']>>()
  /** The browsers whose tabs are all closed, with the tokens of the last tab. */
  const idle = new Map<Role, IdleBrowser>()
  return {
    server,
    browser,
    orgId,
    projectId,
    people,
    async visit(role, path = '') {
      const cookies = loggedIn.get(role) ?? []
      const before = idle.get(role)
      idle.delete(role)
      const visitor = before
        ? await cleanTab(before, server.url)
        : await browser.visitor({ width: 1440, reducedMotion: true, cookies })
      const at = consoleVisitor(visitor, isKnown, async () => {
        const tokens = await tokensOf(visitor)
        await visitor.leave()
        idle.set(role, { visitor, tokens })
      })
      const address = `/ui/console${path}`
      if (cookies.length > 0) await visitor.open(address)
      if (cookies.length === 0 || (await isAsked(visitor))) {
        await visitor.context.clearCookies()
        await signInAt(visitor, people[role], address)
      }
      await visitor.page.waitForURL(
        (url) => url.pathname.startsWith('/ui/console') && !url.searchParams.has('code'),
      )
      await visitor.page.locator('main h1').waitFor()
      loggedIn.set(role, await visitor.context.cookies())
      return at
    },
    async visitUnknown(path) {
      const visitor = await browser.visitor({ width: 1440 })
      const at = consoleVisitor(visitor, isKnown, visitor.close)
      await at.go(path)
      return at
    },
  }
}

interface IdleBrowser {
  readonly visitor: Visitor
  /** The entries of the tab's storage that hold its tokens. */
  readonly tokens: readonly (readonly [string, string])[]
}

/** Reads the tokens of a tab, whose key stays in the browser; none if the tab has left the server. */
function tokensOf({ page }: Visitor): Promise<IdleBrowser['tokens']> {
  return page
    .evaluate<IdleBrowser['tokens']>(
      `Object.entries(sessionStorage).filter(([name]) => name.startsWith('oidc.user:'))`,
    )
    .catch(() => [])
}

/** Opens a tab of a browser whose pages have stored nothing but a login, which spares the console the way to a new one. */
async function cleanTab(browser: IdleBrowser, origin: string): Promise<Visitor> {
  const visitor = await browser.visitor.tab()
  const protocol = await pageSession(visitor.page)
  await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'local_storage' })
  await visitor.open('/ui/console/environment.json')
  await visitor.page.evaluate(
    `for (const entry of ${JSON.stringify(browser.tokens)}) sessionStorage.setItem(...entry)`,
  )
  return visitor
}

/** Whether the way to the console ends at a form of the login. */
async function isAsked({ page }: Visitor): Promise<boolean> {
  const form = page.locator('form[method=post]').first()
  await form.or(page.locator('#console main h1')).first().waitFor()
  return form.isVisible()
}

/** The port of a test server is known only once it listens, so its console is not yet admitted there. */
async function admitOrigin(server: TestServer): Promise<void> {
  const apps = server.client(AppService)
  const { projects } = await server.client(ProjectService).listProjects({})
  const own = projects.find(({ name }) => name === 'ZITADEL')
  const { applications } = await apps.listApplications({ projectId: own?.id ?? '' })
  const app = applications.find(({ name }) => name === 'Management Console')
  await apps.updateApplication({
    projectId: own?.id ?? '',
    id: app?.id ?? '',
    updateRequestType: {
      case: 'oidcConfigurationRequest',
      value: {
        grantTypes: [
          OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE,
          OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN,
        ],
        redirectUris: [`${server.url}/ui/console/auth/callback`],
        postLogoutRedirectUris: [`${server.url}/ui/console/signedout`],
      },
    },
  })
}

async function person(server: TestServer, orgId: string, name: string): Promise<ConsolePerson> {
  const users = server.client(UserService)
  const password = 'Correct-Horse-7'
  const loginName = `${name}@console.test`
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: orgId } },
    username: name,
    profile: { givenName: name, familyName: 'Console' },
    email: { email: loginName, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  await users.humanMFAInitSkipped({ userId })
  return { userId, loginName, password }
}

/** Milliseconds without a request after which a page asks for nothing more, and those after which one that always asks is looked at. */
const pause = 120
const longest = 5_000

/** Waits until a page has asked for nothing for a moment. The browser's own `networkidle` waits half a second. */
async function quiet(running: ReadonlySet<unknown>): Promise<void> {
  const end = performance.now() + longest
  let since = performance.now()
  while (performance.now() - since < pause && performance.now() < end) {
    await setTimeout(20)
    if (running.size > 0) since = performance.now()
  }
}

/** The visitor's requests to the server must be of known paths. */
function consoleVisitor(
  visitor: Visitor,
  isKnown: (address: string) => boolean,
  close: () => Promise<void>,
): ConsoleVisitor {
  const { page } = visitor
  const unknown: string[] = []
  const running = new Set<Request>()
  page.on('request', (request) => {
    running.add(request)
    if (!isKnown(request.url())) unknown.push(`${request.method()} ${request.url()}`)
  })
  for (const ending of ['requestfinished', 'requestfailed'] as const) {
    page.on(ending as 'requestfinished', (request) => running.delete(request))
  }
  const heading = async (text: string | RegExp) => {
    await page.getByRole('heading', { level: 1, name: text }).waitFor()
  }
  return {
    ...visitor,
    heading,
    async close() {
      await close()
      expect(unknown).toEqual([])
    },
    async go(path) {
      await page.goto(`/ui/console${path}`)
      await page.locator('main h1').waitFor()
    },
    async lookAt(name, how) {
      await quiet(running)
      await page.locator('main h1').waitFor()
      await page.locator('.mantine-Skeleton-root[data-visible]').first().waitFor({ state: 'detached' })
      await visitor.look(`console-${name}`, how ? { widths: [360], themes: ['dark'] } : { widths })
    },
  }
}
