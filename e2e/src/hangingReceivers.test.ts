import { createServer } from 'node:net'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import { startWorker, type Worker } from '../../server/src/jobs/startWorker.ts'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { startLogReceiver } from './logReceiver.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { addPerson, passwordSession } from './people.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

const [server, hanging, healthy, mail, silent] = await Promise.all([
  systemServer(),
  startLogReceiver(),
  startHttpReceiver(),
  startMailServer(),
  silentServer(),
])
hanging.behaviour = 'hang'
afterAll(() => Promise.all([hanging.close(), healthy.close(), mail.close(), silent.close()]))

let worker: Worker
beforeEach(async () => {
  await server.runJobs()
  const { product, testDatabase } = server
  const { logger } = product.deps
  const { database } = testDatabase
  worker = await startWorker({ database, logger, clock: systemClock, jobs: product.jobs })
})
afterEach(async () => {
  await hanging.close()
  silent.cut()
  await worker.stop()
  await server.testDatabase.database.query('delete from graphile_worker._private_jobs')
})

/** Accepts connections and says nothing. */
async function silentServer() {
  const sockets = new Set<{ destroy(): void }>()
  const listening = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done))
  const address = listening.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    host: `127.0.0.1:${port}`,
    open: () => sockets.size,
    cut,
    close() {
      cut()
      return new Promise<void>((closed) => void listening.close(() => closed()))
    },
  }
}

/** Has an SMTP server send the mails of an instance. */
async function sendBy(host: string, on: Parameters<typeof server.client>[1] = {}) {
  const admin = server.client(AdminService, on)
  const { id } = await admin.addEmailProviderSMTP({
    senderAddress: 'noreply@id.example',
    senderName: 'S',
    host,
  })
  await admin.activateEmailProvider({ id })
}

const soon = { timeout: 3000, interval: 20 }

test('an application that does not answer its logouts holds up neither those of another one nor mails', async () => {
  await sendBy(mail.host)
  const [gone, here] = [
    await addOidcProject(server, { config: { backChannelLogoutUri: `${hanging.url}/logout` } }),
    await addOidcProject(server, { config: { backChannelLogoutUri: `${healthy.url}/logout` } }),
  ]
  const { userId } = await addPerson(server)
  const sessionOf = async (app: typeof gone) => {
    const { sessionId } = await passwordSession(server, userId)
    await loginTokens(server, app, sessionId)
    return sessionId
  }
  const sessions = server.client(SessionService)
  const ends = await Promise.all(Array.from({ length: 12 }, () => sessionOf(gone)))
  for (const sessionId of ends) await sessions.deleteSession({ sessionId })
  await expect.poll(() => hanging.requests.length, soon).toBeGreaterThan(0)
  await sessions.deleteSession({ sessionId: await sessionOf(here) })
  await server.client(UserService).passwordReset({ userId })
  await expect.poll(() => healthy.requests.length, soon).toBe(1)
  await expect.poll(() => mail.mails.length, soon).toBe(1)
  expect(hanging.requests).toHaveLength(2)
})

test('a mail server that says nothing holds up the mails of its own instance alone', async () => {
  const other = await addInstance(server)
  await sendBy(silent.host, other)
  const users = server.client(UserService, other)
  for (let at = 0; at < 12; at++) {
    await users.addHumanUser({
      username: `person-${at}`,
      profile: { givenName: 'Per', familyName: 'Son' },
      email: { email: `person-${at}@mail.example`, verification: { case: 'sendCode', value: {} } },
    })
  }
  await expect.poll(silent.open, soon).toBe(4)
  const before = mail.mails.length
  const { userId } = await addPerson(server)
  await server.client(UserService).passwordReset({ userId })
  await expect.poll(() => mail.mails.length, soon).toBe(before + 1)
  expect(silent.open()).toBe(4)
})
