import { GrpcConnection, grpcFrame } from './grpcConnection.ts'
import { call, done, HttpConnection, httpRequest, type Target } from './httpConnection.ts'
import { InsertConnection } from './insertConnection.ts'

/** What a scenario may use; one connection works on one user. */
export interface Place extends Target {
  readonly databaseUrl: string
  readonly userId: string
  readonly password: string
  /** Unique per connection and run. */
  readonly prefix: string
}

/** The steps of one turn, each a request that is timed; and how to end. */
export interface Actor {
  readonly steps: readonly (() => Promise<unknown>)[]
  close(): void
}

type Scenario = (place: Place) => Promise<Actor>

/** Everything the load generator can do, by name; steps of one turn follow each other on one connection. */
export const scenarios = {
  'durable single-row insert': async (place) => {
    const connection = await InsertConnection.open(place.databaseUrl, place.prefix)
    return { steps: [() => connection.insert()], close: () => connection.close() }
  },
  'Add/RemoveOTPEmail, REST': async (place) => {
    const path = `/v2/users/${place.userId}/otp_email`
    return overHttp(place, [httpRequest(place, 'POST', path, {}), httpRequest(place, 'DELETE', path)])
  },
  'Add/RemoveOTPEmail, gRPC': async (place) => {
    const connection = await GrpcConnection.open(place)
    const methods = ['AddOTPEmail', 'RemoveOTPEmail']
    const requests = methods.map((method) =>
      connection.request(`/zitadel.user.v2.UserService/${method}`, grpcFrame(place.userId)),
    )
    return {
      steps: requests.map((request) => () => connection.send(request)),
      close: () => connection.close(),
    }
  },
  'CreateSession, user check': async (place) =>
    overHttp(place, [
      httpRequest(place, 'POST', '/v2/sessions', { checks: { user: { userId: place.userId } } }),
    ]),
  'CreateSession, user + password': async (place) => {
    const checks = { user: { userId: place.userId }, password: { password: place.password } }
    return overHttp(place, [httpRequest(place, 'POST', '/v2/sessions', { checks })])
  },
  'CreateSession, e-mail code challenge, check': challengeAndCheck,
  'AddHumanUser without password': async (place) => {
    const connection = await HttpConnection.open(place.port)
    let count = 0
    const add = () => {
      const username = `${place.prefix}-${count++}`
      const body = {
        username,
        profile: { givenName: 'Ada', familyName: 'Lovelace' },
        email: { email: `${username}@bench.example`, isVerified: true },
      }
      return done(connection, httpRequest(place, 'POST', '/v2/users/human', body))
    }
    return { steps: [add], close: () => connection.close() }
  },
  GetUserByID: async (place) => overHttp(place, [httpRequest(place, 'GET', `/v2/users/${place.userId}`)]),
  ListAuthenticationFactors: async (place) => {
    const path = `/v2/users/${place.userId}/authentication_factors/_search`
    return overHttp(place, [httpRequest(place, 'POST', path, {})])
  },
} as const satisfies Record<string, Scenario>

/** One of the scenarios. */
export type ScenarioName = keyof typeof scenarios

async function overHttp(place: Place, requests: readonly Buffer[]): Promise<Actor> {
  const connection = await HttpConnection.open(place.port)
  return {
    steps: requests.map((request) => () => done(connection, request)),
    close: () => connection.close(),
  }
}

interface Challenged {
  readonly sessionId: string
  readonly challenges: { readonly otpEmail: string }
}

/** The user must have e-mail codes as a factor. */
async function challengeAndCheck(place: Place): Promise<Actor> {
  const connection = await HttpConnection.open(place.port)
  const begin = httpRequest(place, 'POST', '/v2/sessions', {
    checks: { user: { userId: place.userId } },
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
        return call(connection, httpRequest(place, 'PATCH', `/v2/sessions/${last?.sessionId}`, { checks }))
      },
    ],
    close: () => connection.close(),
  }
}
