import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { runFollowers } from '../../server/src/testing/runFollowers.ts'
import { type LogReceiver, startLogReceiver } from './logReceiver.ts'
import { addPerson } from './people.ts'
import { operate } from './recoveryCodes.ts'
import { addInstance, systemServer, type VirtualInstance } from './virtualInstances.ts'

const server = await systemServer()
const followers = runFollowers(server.product.jobs)
const receivers: LogReceiver[] = []
const instances: VirtualInstance[] = []
const startReceiver = async () => {
  const receiver = await startLogReceiver()
  receivers.push(receiver)
  return receiver
}
const by = ({ token, headers }: VirtualInstance) => ({ token, headers })
const addTargets = async (instance: VirtualInstance, url: string, count: number) => {
  for (let at = 0; at < count; at++)
    await operate(server, 'POST', 'log-targets', { ...by(instance), body: { name: `T${at}`, url } })
}
const statesOf = async (instance: VirtualInstance) => {
  const { targets } = await operate(server, 'GET', 'log-targets', by(instance))
  return (targets as readonly { delivery: { state: string } }[]).map(({ delivery }) => delivery.state)
}
const waitFor = (check: () => unknown, timeout = 20_000) => vi.waitFor(check, { timeout, interval: 50 })
/** Waits until a receiver gets no further requests for a while: its targets have all places that they get. */
const settled = async ({ requests }: LogReceiver, least: number) => {
  await waitFor(() => expect(requests.length).toBeGreaterThanOrEqual(least))
  for (let before = -1; before < requests.length; ) {
    before = requests.length
    await new Promise((passed) => setTimeout(passed, 1200))
  }
}
const isOf = (userId: string) => (receiver: LogReceiver) =>
  receiver.events().some(({ streamId }) => streamId === userId)

beforeAll(async () => {
  for (let at = 0; at < 4; at++) instances.push(await addInstance(server))
}, 60_000)
afterEach(async () => {
  for (const instance of instances) {
    const { targets } = await operate(server, 'GET', 'log-targets', by(instance))
    for (const { id } of targets as readonly { id: string }[])
      await operate(server, 'DELETE', `log-targets/${id}`, by(instance))
  }
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
})
afterAll(() => followers.stop())

test('receivers of one instance that hang again and again hold up no receiver of another that is back', async () => {
  const [first, second] = instances as [VirtualInstance, VirtualInstance]
  const [stuck, going, back] = [await startReceiver(), await startReceiver(), await startReceiver()]
  stuck.behaviour = { status: 500 }
  await addTargets(first, stuck.url, 10)
  await waitFor(async () => expect(await statesOf(first)).toEqual(Array(10).fill('failing')))
  const before = stuck.requests.length
  stuck.behaviour = 'hang'
  await settled(stuck, before + 2)

  await addTargets(second, going.url, 1)
  back.behaviour = { status: 500 }
  await addTargets(second, back.url, 1)
  await waitFor(async () => expect((await statesOf(second)).toSorted()).toEqual(['active', 'failing']))
  back.behaviour = { status: 204 }
  const { userId } = await addPerson(server, by(second))
  await waitFor(() => expect([going, back].map(isOf(userId))).toEqual([true, true]), 4000)
}, 60_000)

test('receivers of several instances that hang for the first time hold up no other instance', async () => {
  const [first, second, third, fourth] = instances as [
    VirtualInstance,
    VirtualInstance,
    VirtualInstance,
    VirtualInstance,
  ]
  const [stuck, going] = [await startReceiver(), await startReceiver()]
  await addTargets(fourth, going.url, 1)
  for (const instance of [first, second, third]) await addTargets(instance, stuck.url, 10)
  await waitFor(async () => {
    for (const instance of [first, second, third])
      expect(await statesOf(instance)).toEqual(Array(10).fill('active'))
  })
  await addPerson(server, by(fourth))
  await new Promise((passed) => setTimeout(passed, 1500))
  const before = stuck.requests.length
  stuck.behaviour = 'hang'
  await Promise.all([first, second, third].map((instance) => addPerson(server, by(instance))))
  await waitFor(() => expect(stuck.requests.length).toBeGreaterThanOrEqual(before + 18), 3000)
  await new Promise((passed) => setTimeout(passed, 1200))
  const { userId } = await addPerson(server, by(fourth))
  await waitFor(() => expect(isOf(userId)(going)).toBe(true), 3000)
}, 60_000)
