import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ServerProcess } from '../../../e2e/src/serverProcess.ts'
import { call, done, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { seedOurs } from '../oidc/seedOurs.ts'
import { seedPages } from '../pages/pageSeed.ts'
import { pageSteps } from '../pages/wholeLogins.ts'
import { firstPages } from '../scale/firstPages.ts'
import { type Actor, type ScenarioName, type ScenarioOptions, scenarios } from '../scenarios.ts'
import { seededPassword, seedUsers } from '../seedUsers.ts'
import { userSearches } from '../userSearches.ts'

/** The server under a soak. */
export interface SoakTarget extends Target {
  readonly server: ServerProcess
  readonly databaseUrl: string
}

/** One kind of load in the mix. */
export interface Kind {
  readonly name: string
  /** Of all requests, in percent. */
  readonly share: number
  /** Requests of one step. */
  readonly requests: number
  /** Turns of a connection before another takes its place; many unless given. */
  readonly turns?: number
  /** Opens a connection with a person, a client or a browser of its own. */
  open(): Promise<Actor>
}

/** The scenarios of the mix: the percentage of all requests, and the requests of a step if it has several. */
const shares: readonly (readonly [name: ScenarioName, share: number, requests?: number])[] = [
  ['GetUserByID', 17],
  ['GetUserByID, gRPC', 12],
  ['ListAuthenticationFactors', 8],
  ['ListUsers, first page of 100', 2],
  ['ListUsers, by e-mail address', 5],
  ['AddHumanUser without password', 3],
  ['Add/RemoveOTPEmail, REST', 6],
  ['Add/RemoveOTPEmail, gRPC', 6],
  ['CreateSession, user check', 3],
  ['CreateSession, e-mail code challenge, check', 6],
  ['CreateSession, user + password', 1],
  ['oidc client credentials', 4],
  ['oidc introspection', 8],
  ['oidc userinfo', 3],
  ['oidc discovery', 1],
  ['oidc keys', 1],
  ['oidc refresh', 2],
  ['oidc code flow', 3, 3],
]
const searchShare = 3
const listShare = 2
/** A login by the pages: name, password and authenticator app, each form with its redirect. */
const pages = { share: 4, requests: 2, turns: 1 } as const

/** People by what they have, and logins at an app. */
const people = { plain: 1_600, withPassword: 200, withCodes: 200, atApp: 32 } as const
/** Seconds after which a person may log in by an authenticator app again: no code counts twice. */
const codeSeconds = 120
const stepsOfLogin = 4

/** Seeds people, clients and machines as the other modes do, and returns all kinds of load that use them. */
export async function seedMix(target: SoakTarget, perSecond: number): Promise<readonly Kind[]> {
  const plain = await seedUsers(target, people.plain)
  const withPassword = await seedUsers(target, people.withPassword, { password: true })
  const withCodes = await seedUsers(target, people.withCodes, { otpEmail: true })
  const loginToken = readFileSync(path.join(target.server.dataDir, 'login-client.pat'), 'utf8').trim()
  const seeds = await seedOurs(target, loginToken, withPassword.slice(0, people.atApp))
  const logins = (perSecond * pages.share) / 100 / pages.requests / stepsOfLogin
  const pageSeed = await seedPages(target, Math.ceil(logins * codeSeconds) + 8)
  const pools = {
    plain: new Pool(plain),
    withPassword: new Pool(withPassword),
    withCodes: new Pool(withCodes),
    seeds: new Pool(seeds),
    pages: new Pool(pageSeed.people),
  }
  const run = Date.now()
  let opened = 0
  const ofScenario = (name: ScenarioName) => async (): Promise<Actor> => {
    const pool = name.includes('e-mail code')
      ? pools.withCodes
      : name.includes('password')
        ? pools.withPassword
        : pools.plain
    const userId = pool.take()
    const seed = name.startsWith('oidc') ? pools.seeds.take() : undefined
    const options: ScenarioOptions = {
      ...target,
      userId,
      password: seededPassword,
      prefix: `soak-${run}-${opened++}`,
      seed,
    }
    return returning(await scenarios[name](options), () => {
      pool.put(userId)
      if (seed !== undefined) pools.seeds.put(seed)
    })
  }
  const lists = await listRequests(target, plain)
  const searches = userSearches({ userIds: plain, organizationId: lists.organizationId })
  return [
    ...shares.map(([name, share, requests = 1]) => ({ name, share, requests, open: ofScenario(name) })),
    {
      name: 'searches of people',
      share: searchShare,
      requests: 1,
      open: inTurn(
        target,
        searches.map(({ body }) => httpRequest(target, 'POST', '/v2/users', body)),
      ),
    },
    { name: 'lists', share: listShare, requests: 1, open: inTurn(target, lists.requests) },
    {
      name: 'logins by the pages',
      ...pages,
      open: async () => {
        const loginName = pools.pages.take()
        const close = () => pools.pages.put(loginName)
        return { steps: pageSteps(target.port, pageSeed.clientId, loginName), close }
      },
    },
  ]
}

/** What actors hold while they are open: the one put back last is taken last. */
class Pool {
  readonly #items: string[]

  constructor(items: readonly string[]) {
    this.#items = [...items]
  }

  take(): string {
    const item = this.#items.shift()
    if (item === undefined) throw new Error('the pool is empty; seed more for as many connections')
    return item
  }

  put(item: string): void {
    this.#items.push(item)
  }
}

function returning(actor: Actor, giveBack: () => void): Actor {
  return {
    steps: actor.steps,
    close: () => {
      actor.close()
      giveBack()
    },
  }
}

/** All requests one after another; each connection continues where the one before it ended. */
function inTurn({ port }: Target, requests: readonly Buffer[]): () => Promise<Actor> {
  let next = 0
  return async () => {
    const connection = await HttpConnection.open(port)
    const step = () => {
      const request = requests[next++ % requests.length]
      return request ? done(connection, request) : Promise.resolve()
    }
    return { steps: [step], close: () => connection.close() }
  }
}

/** The first pages of all lists of the contract that need no objects which are not there. */
async function listRequests(
  target: Target,
  [userId = '']: readonly string[],
): Promise<{ readonly organizationId: string; readonly requests: readonly Buffer[] }> {
  const connection = await HttpConnection.open(target.port)
  const { user } = await call<{ user: { details: { resourceOwner: string } } }>(
    connection,
    httpRequest(target, 'GET', `/v2/users/${userId}`),
  )
  const organizationId = user.details.resourceOwner
  const requests: Buffer[] = []
  for (const page of firstPages({ userId, organizationId, orgId: organizationId })) {
    const request = httpRequest(target, 'POST', page.path, page.body)
    if ((await connection.send(request)).status === 200) requests.push(request)
  }
  connection.close()
  return { organizationId, requests }
}
