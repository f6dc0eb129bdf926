import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { hostedPerson } from './hostedPeople.ts'

const clock = testClock()
const environment = { SALLYPORT_TRUSTED_PROXIES: 'loopback' }
const server = await testServer({ clock, environment })
const admin = server.client(AdminService)

/** Sends a wrong password for a name from an address, in a browser without cookies; returns the status. */
async function guess(loginName: string, address: string): Promise<number> {
  const reply = await fetch(`${server.url}/ui/v2/login/password?${new URLSearchParams({ loginName })}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ password: 'Wrong-Horse-1' }),
    headers: {
      origin: server.url,
      'sec-fetch-site': 'same-origin',
      'x-forwarded-for': address,
      'x-forwarded-proto': 'http',
    },
  })
  return reply.status
}

async function guesses(count: number, loginName: (at: number) => string, address: string) {
  const statuses: number[] = []
  for (let at = 0; at < count; at += 1) statuses.push(await guess(loginName(at), address))
  return statuses
}

test('while names are hidden, a limit is that of a spelling, known or not', async () => {
  const policy = { allowUsernamePassword: true, ignoreUnknownUsernames: true }
  await admin.updateLoginPolicy(policy)
  const { loginName: known, username } = await hostedPerson(server)
  const spelled = (name: string) => (at: number) => (at % 2 === 0 ? name : ` ${name.toUpperCase()} `)
  const limited = [...Array.from({ length: 15 }, () => 400), 429]
  expect(await guesses(16, spelled(known), '192.0.2.1')).toEqual(limited)
  expect(await guesses(16, spelled('nobody@example.test'), '192.0.2.2')).toEqual(limited)
  // Another name of the same person answers as another name of nobody does.
  expect(await guess(username, '192.0.2.1')).toBe(400)
  expect(await guess('nobody', '192.0.2.2')).toBe(400)
  await admin.updateLoginPolicy({ ...policy, ignoreUnknownUsernames: false })
})

test('a guess that locks an account counts for its address as every other does', async () => {
  await admin.updateLockoutPolicy({ maxPasswordAttempts: 1 })
  const { database } = server.product.deps
  const taken = async () => {
    const [row] = await database.query<{ n: string }>(
      'select coalesce(sum(taken), 0)::text as n from rate_limits',
    )
    return Number(row?.n)
  }
  const before = await taken()
  const { loginName } = await hostedPerson(server)
  expect(await guess(loginName, '192.0.2.3')).toBe(303)
  expect(await taken()).toBeGreaterThan(before)
})
