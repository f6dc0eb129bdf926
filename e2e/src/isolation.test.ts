import type { DescMethod } from '@bufbuild/protobuf'
import { expect, test, vi } from 'vitest'
import { methodPermission } from '../../server/src/contract/methodPermission.ts'
import { asksForAnyId, filledMessage, type Ids } from './filledMessage.ts'
import { addMachine, addOrg, inOrg } from './tenants.ts'
import { addVictim, marker } from './victim.ts'
import { addInstance, eventCount, systemServer } from './virtualInstances.ts'
import { handled, isSystem, nameOf, type Outcome, wireCall } from './wireCall.ts'

// Every method runs with every id, some thousand calls a test.
vi.setConfig({ testTimeout: 300_000 })
const server = await systemServer()

const methods = handled.filter(
  (method) => !isSystem(method) && !methodPermission(method)?.permission.startsWith('system.'),
)

/** The events of the victim's own streams and of whatever its organization owns, by type. */
async function victimEvents(): Promise<readonly string[]> {
  const rows = await server.testDatabase.database.query<{ type: string }>(
    `select type from events where instance_id = $1 and (owner = $2 or stream_id = any($3)) order by position`,
    [victim['instanceId'], victim['orgId'], [...new Set(Object.values(victim))]],
  )
  // Every holder of a code may try it (users notes §4); a wrong guess is only counted.
  return rows.map(({ type }) => type).filter((type) => !/\.(verification|check)\.failed$/.test(type))
}

interface Attacker {
  readonly token: string
  readonly headers?: Readonly<Record<string, string>>
}

function messagesFor({ input }: DescMethod): readonly Uint8Array[] {
  const guesses = asksForAnyId(input, victim) ? [...new Set(Object.values(victim))] : ['']
  const messages = guesses.flatMap((id) =>
    (['filled', 'bare'] as const).map((lists) => filledMessage(input, { ...victim, id }, lists)),
  )
  return [...new Map(messages.map((bytes) => [Buffer.from(bytes).toString('base64'), bytes])).values()]
}

/** Every method with every id of the victim in its place; an attacker that removed itself is created again. */
async function attack(
  recruit: () => Promise<Attacker>,
  targets: readonly DescMethod[] = methods,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  let attacker = await recruit()
  for (const method of targets) {
    for (const message of messagesFor(method)) {
      let outcome = await wireCall(server, method, message, attacker)
      if (outcome.code === 'unauthenticated' || outcome.message.includes('host_unknown')) {
        attacker = await recruit()
        outcome = await wireCall(server, method, message, attacker)
      }
      outcomes.push(outcome)
    }
  }
  return outcomes
}

/** The methods whose replies show something of the victim; every caller may read every policy for logins (platform notes §6). */
function leaks(outcomes: readonly Outcome[]): readonly string[] {
  const telling = outcomes.filter(({ reply, message }) => `${Buffer.from(reply)}${message}`.includes(marker))
  return [...new Set(telling.map(({ method }) => nameOf(method)))].filter(
    (name) => !/\/Get(LoginSettings|MyLoginPolicy)$/.test(name),
  )
}

let recruits = 0

const victim: Ids = await addVictim(server)

test("the owner of another instance neither sees nor changes anything by guessing this one's ids", async () => {
  const before = await eventCount(server)
  const outcomes = await attack(() => {
    recruits += 1
    return addInstance(server, `attacker-${recruits}`)
  })
  expect(leaks(outcomes)).toEqual([])
  expect(await eventCount(server)).toBe(before)
  expect(
    outcomes.filter(({ code }) => code === 'ok').length,
    'attackers reach their own things',
  ).toBeGreaterThan(100)
})

test('the owner of another organization neither sees nor changes anything of this one', async () => {
  const before = await victimEvents()
  const recruit = async () => {
    const { orgId } = await addOrg(server, 'Attackers')
    return addMachine(server, { orgId, roles: ['ORG_OWNER'] })
  }
  const outcomes = await attack(recruit)
  expect(leaks(outcomes)).toEqual([])
  expect(await victimEvents()).toEqual(before)
  expect(
    outcomes.filter(({ code }) => code === 'ok').length,
    'attackers reach their own things',
  ).toBeGreaterThan(50)

  const asVictim = await attack(async () => ({ ...(await recruit()), headers: inOrg(victim['orgId'] ?? '') }))
  expect(leaks(asVictim)).toEqual([])
  expect(await victimEvents()).toEqual(before)
})

test('a person without roles neither sees nor changes anything but themselves', async () => {
  const before = await victimEvents()
  const outcomes = await attack(() => addMachine(server))
  expect(leaks(outcomes)).toEqual([])
  expect(await victimEvents()).toEqual(before)
})

test('the same messages from the owner of the instance do reach the victim', async () => {
  const owner = await addMachine(server, { roles: ['IAM_OWNER'] })
  const before = await victimEvents()
  const recruit = async () => ({ ...owner, headers: inOrg(victim['orgId'] ?? '') })
  const read = await attack(
    recruit,
    methods.filter(({ name }) => /^(Get|List|Search)/.test(name)),
  )
  expect(leaks(read).length).toBeGreaterThan(12)
  expect(await victimEvents()).toEqual(before)
  await attack(recruit)
  expect((await victimEvents()).length).toBeGreaterThan(before.length + 20)
})
