import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { addHuman } from './userFixtures.ts'

const server = await testServer()

/** Made by bcrypt 4.0.1 (PyPI) at cost 11, which counts as dear. */
const dear = '$2b$11$6my3wJFPb/4qDc0Uu5rqDumOLcTa8iH0G7EN9TSjxpObnUKcQtBCG'
const word = 'correct'

function logIn(userId: string, password: string, signal?: AbortSignal) {
  const checks = { user: { search: { case: 'userId', value: userId } }, password: { password } } as const
  return server.client(SessionService).createSession({ checks }, { ...(signal && { signal }) })
}

async function addDear(count: number, headers: Record<string, string> = {}): Promise<string[]> {
  const passwordType = { case: 'hashedPassword', value: { hash: dear } } as const
  const people = Array.from({ length: count }, () => addHuman(server, { passwordType }, headers))
  return (await Promise.all(people)).map(({ userId }) => userId)
}

test('a login does not wait for the dear hashes of others: they never take the last slot', async () => {
  const people = await addDear(8)
  const cheap = await addHuman(server, {
    passwordType: { case: 'password', value: { password: 'Correct-Horse-1' } },
  })
  const ended: string[] = []
  const end = (name: string) => () => void ended.push(name)
  const logins = people.map((userId) => logIn(userId, word).then(end('dear')))
  logins.push(logIn(cheap.userId, 'Correct-Horse-1').then(end('cheap')))
  await Promise.all(logins)
  expect(ended.slice(0, 5)).toContain('cheap')
})

test('an organization with one dear check waits for one of another organization, not for all', async () => {
  const [crowd, [single = '']] = await Promise.all([
    addDear(10),
    addOrg(server).then(({ headers }) => addDear(1, headers)),
  ])
  const ended: string[] = []
  const end = (name: string) => () => void ended.push(name)
  const logins = crowd.map((userId) => logIn(userId, word).then(end('crowd')))
  logins.push(logIn(single, word).then(end('single')))
  await Promise.all(logins)
  expect(ended.slice(0, 8)).toContain('single')
})

test('a check whose caller hung up before its turn is dropped and counts nothing', async () => {
  const [victim = '', ...others] = await addDear(9)
  const logins = others.map((userId) => logIn(userId, word))
  const hungUp = new AbortController()
  const guess = logIn(victim, 'wrong', hungUp.signal)
  await Promise.race(logins)
  hungUp.abort()
  await expect(guess).rejects.toThrow()
  await Promise.all(logins)
  expect(await refusalOf(logIn(victim, 'wrong'))).toMatchObject({ failedAttempts: 1 })
})
