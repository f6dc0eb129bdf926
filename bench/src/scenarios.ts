import { GrpcConnection, grpcFrame } from './grpcConnection.ts'
import { call, done, HttpConnection, httpRequest, type Target } from './httpConnection.ts'
import { InsertConnection } from './insertConnection.ts'
import { oidcScenarios } from './oidc/oidcScenarios.ts'

/** The server and the user of one connection of a scenario. */
export interface ScenarioOptions extends Target {
  readonly databaseUrl: string
  readonly userId: string
  readonly password: string
  /** Unique per connection and run. */
  readonly prefix: string
  /** For scenarios of OpenID Connect: an `OidcSeed` as JSON. */
  readonly seed?: string | undefined
}

/** The timed steps of one turn. */
export interface Actor {
  readonly steps: readonly (() => Promise<unknown>)[]
  close(): void
}

type Scenario = (options: ScenarioOptions) => Promise<Actor>

/** The scenarios of the load generator by name; the steps of a turn run in order on one connection. */
export const scenarios = {
  ...oidcScenarios,
  'durable single-row insert': async (options) => {
    const connection = await InsertConnection.open(options.databaseUrl, options.prefix)
    return { steps: [() => connection.insert()], close: () => connection.close() }
  },
  'Add/RemoveOTPEmail, REST': async (options) => {
    const path = `/v2/users/${options.userId}/otp_email`
    return overHttp(options, [httpRequest(options, 'POST', path, {}), httpRequest(options, 'DELETE', path)])
  },
  'Add/RemoveOTPEmail, gRPC': async (options) => overGrpc(options, ['AddOTPEmail', 'RemoveOTPEmail']),
  'CreateSession, user check': async (options) =>
    overHttp(options, [
      httpRequest(options, 'POST', '/v2/sessions', { checks: { user: { userId: options.userId } } }),
    ]),
  'CreateSession, user + password': async (options) => {
    const checks = { user: { userId: options.userId }, password: { password: options.password } }
    return overHttp(options, [httpRequest(options, 'POST', '/v2/sessions', { checks })])
  },
  'CreateSession, e-mail code challenge, check': challengeAndCheck,
  'AddHumanUser without password': async (options) => {
    const connection = await HttpConnection.open(options.port)
    let count = 0
    const add = () => {
      const username = `${options.prefix}-${count++}`
      const body = {
        username,
        profile: { givenName: 'Ada', familyName: 'Lovelace' },
        email: { email: `${username}@bench.example`, isVerified: true },
      }
      return done(connection, httpRequest(options, 'POST', '/v2/users/human', body))
    }
    return { steps: [add], close: () => connection.close() }
  },
  GetUserByID: async (options) =>
    overHttp(options, [httpRequest(options, 'GET', `/v2/users/${options.userId}`)]),
  'GetUserByID, gRPC': async (options) => overGrpc(options, ['GetUserByID']),
  'ListUsers, first page of 100': async (options) =>
    overHttp(options, [httpRequest(options, 'POST', '/v2/users', { query: { limit: 100 } })]),
  'ListUsers, by e-mail address': searchByAddress,
  ListAuthenticationFactors: async (options) => {
    const path = `/v2/users/${options.userId}/authentication_factors/_search`
    return overHttp(options, [httpRequest(options, 'POST', path, {})])
  },
} as const satisfies Record<string, Scenario>

export type ScenarioName = keyof typeof scenarios

async function overHttp(options: ScenarioOptions, requests: readonly Buffer[]): Promise<Actor> {
  const connection = await HttpConnection.open(options.port)
  return {
    steps: requests.map((request) => () => done(connection, request)),
    close: () => connection.close(),
  }
}

/** Calls methods of the user service that need only the id of the connection's own user. */
async function overGrpc(options: ScenarioOptions, methods: readonly string[]): Promise<Actor> {
  const connection = await GrpcConnection.open(options)
  const requests = methods.map((method) =>
    connection.request(`/zitadel.user.v2.UserService/${method}`, grpcFrame(options.userId)),
  )
  return {
    steps: requests.map((request) => () => connection.send(request)),
    close: () => connection.close(),
  }
}

/** Finds the connection's own user by its whole address. */
async function searchByAddress(options: ScenarioOptions): Promise<Actor> {
  const reading = await HttpConnection.open(options.port)
  const { user } = await call<{ user: { human: { email: { email: string } } } }>(
    reading,
    httpRequest(options, 'GET', `/v2/users/${options.userId}`),
  )
  reading.close()
  const queries = [{ emailQuery: { emailAddress: user.human.email.email } }]
  return overHttp(options, [httpRequest(options, 'POST', '/v2/users', { queries })])
}

interface Challenged {
  readonly sessionId: string
  readonly challenges: { readonly otpEmail: string }
}

/** The user must have e-mail codes as a factor. */
async function challengeAndCheck(options: ScenarioOptions): Promise<Actor> {
  const connection = await HttpConnection.open(options.port)
  const begin = httpRequest(options, 'POST', '/v2/sessions', {
    checks: { user: { userId: options.userId } },
    challenges: { otpEmail: { returnCode: {} } },
  })
  let last: Challenged | undefined
  return {
    steps: [
      async () => {
        last = await call<Challenged>(connection, begin)
      },
      () => {
        const checks = { otpEmail: { code: last?.challenges.otpEmail } }
        return call(connection, httpRequest(options, 'PATCH', `/v2/sessions/${last?.sessionId}`, { checks }))
      },
    ],
    close: () => connection.close(),
  }
}
