import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { Secret, TOTP } from 'otpauth'
import type { TestServer } from '../../server/src/testing/testServer.ts'

export { testClock } from '../../server/src/testing/testClock.ts'

/** The code that an authenticator app with this base32 seed shows at an instant. */
export function codeAt(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })
}

/** The code of the step after an instant's: it counts although an earlier code has been used, also if a step ends meanwhile. */
export function nextCodeAt(secret: string, at: Date): string {
  return codeAt(secret, new Date(at.getTime() + 30_000))
}

/** Six digits that no neighbouring step has. */
export function wrongCodeAt(secret: string, at: Date): string {
  const near = [-60, -30, 0, 30, 60].map((seconds) => codeAt(secret, new Date(at.getTime() + seconds * 1000)))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) ?? ''
  )
}

/** Registers an authenticator app and proves it by the code of an instant, which uses up that step. Returns its base32 seed. */
export async function addApp(server: TestServer, userId: string, now = server.clock.now()): Promise<string> {
  const users = server.client(UserService)
  const { secret } = await users.registerTOTP({ userId })
  await users.verifyTOTPRegistration({ userId, code: codeAt(secret, now) })
  return secret
}

/** Type and payload of everything that happened to one aggregate, in its own order: requests that wait keep their time. */
export async function eventsOf(server: TestServer, aggregateId: string) {
  const { events } = await server.client(AdminService).listEvents({ aggregateId, asc: true })
  const ordered = events.toSorted((one, other) => Number(one.sequence - other.sequence))
  return ordered.map(({ type, payload }) => ({ type: type?.type ?? '', payload: payload ?? {} }))
}

/** The types alone. */
export async function eventTypesOf(server: TestServer, aggregateId: string): Promise<readonly string[]> {
  return (await eventsOf(server, aggregateId)).map(({ type }) => type)
}
