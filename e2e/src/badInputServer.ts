import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startTestServer, type TestServer } from '../../server/src/testing/testServer.ts'
import { eventCount } from './virtualInstances.ts'

/** Where the contract's AddHumanUser is asked for: over REST, and as an RPC. */
export const human = '/v2/users/human'
export const rpc = '/zitadel.user.v2.UserService/AddHumanUser'

/** A valid request to add a person, in which each test breaks one part. */
export const person = {
  username: 'bad-input',
  profile: { givenName: 'Bad', familyName: 'Input' },
  email: { email: 'bad@example.test', isVerified: true },
}

/** A server for one test file. After every test it checks that nothing was written and that the server still responds. */
export function badInputServer() {
  let server: TestServer
  let before: number
  beforeAll(async () => {
    server = await startTestServer()
  })
  beforeEach(async () => {
    before = await eventCount(server)
  })
  afterEach(async () => {
    expect(await eventCount(server)).toBe(before)
    expect((await fetch(`${server.url}/debug/healthz`)).status).toBe(200)
    expect((await server.rest('GET', '/management/v1/orgs/me')).status).toBe(200)
  })
  afterAll(async () => {
    const { findings } = await server.product.deps.log.verify()
    await server.close()
    expect(findings).toEqual([])
  })
  return {
    get server() {
      return server
    },
    post: (path: string, type: string, body: string | Uint8Array): Promise<Response> =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.adminToken}`, 'content-type': type },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      }),
  }
}
