import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { methodPermission } from '../../server/src/contract/methodPermission.ts'
import { validate } from '../../server/src/contract/validate.ts'
import { randomMessages } from './randomMessage.ts'
import { systemToken } from './systemUsers.ts'
import { addInstance, systemServer, type VirtualInstance } from './virtualInstances.ts'
import { emptyMessage, handled, nameOf, type Outcome, unexpected, wireCall } from './wireCall.ts'

const server = await systemServer()

const refusals = [
  'invalid_argument',
  'not_found',
  'failed_precondition',
  'already_exists',
  'permission_denied',
  'unimplemented',
]

/** The one refusal of a message as UNAUTHENTICATED: it names another instance than that of the token (platform notes §2). */
const ofAnother = '(instances.token_of_another)'

const generators = new WeakMap<VirtualInstance, ReturnType<typeof randomMessages>>()

/** Messages whose strings often are ids of this instance. */
function messagesFor(tenant: VirtualInstance): ReturnType<typeof randomMessages> {
  const found = generators.get(tenant) ?? randomMessages([tenant.instanceId, tenant.orgId, tenant.userId])
  generators.set(tenant, found)
  return found
}

/** Calls as the owner of a disposable instance; some methods take the caller or its instance away, then a new one is made. */
async function disposableCaller(name: string) {
  const operator = await systemToken(server, 'operator')
  let count = 0
  let admin: VirtualInstance = await addInstance(server, `${name}-${count}`)
  return async (
    method: (typeof handled)[number],
    message: (admin: VirtualInstance) => Uint8Array,
  ): Promise<Outcome> => {
    const system = methodPermission(method)?.permission.startsWith('system.') ?? false
    const call = () =>
      wireCall(server, method, message(admin), system ? { ...admin, token: operator } : admin)
    const outcome = await call()
    const isAlive = outcome.code !== 'unauthenticated' || outcome.message.includes(ofAnother)
    if (isAlive && !outcome.message.includes('host_unknown')) return outcome
    count += 1
    admin = await addInstance(server, `${name}-${count}`)
    return call()
  }
}

test('an empty message is answered or refused, INVALID_ARGUMENT where a rule of the contract demands a field', async () => {
  const call = await disposableCaller('empty')
  const outcomes: Outcome[] = []
  for (const method of handled) outcomes.push(await call(method, () => emptyMessage(method)))
  expect(
    unexpected(outcomes, (method) =>
      validate(method.input, create(method.input)) ? ['invalid_argument'] : ['ok', ...refusals],
    ),
  ).toEqual([])
})

test('no message that is right by type makes a method fail', async () => {
  const call = await disposableCaller('random')
  const outcomes: (Outcome & { readonly bytes: string })[] = []
  for (const [at, method] of handled.entries()) {
    for (const round of [1, 2, 3]) {
      let sent: Uint8Array = new Uint8Array()
      const outcome = await call(method, (admin) => {
        const [bytes = sent] = fc.sample(messagesFor(admin)(method.input), {
          seed: at * 10 + round,
          numRuns: 1,
        })
        sent = bytes
        return bytes
      })
      outcomes.push({ ...outcome, bytes: Buffer.from(sent).toString('base64') })
    }
  }
  const failed = outcomes.filter(
    ({ code, message }) => code !== 'ok' && !refusals.includes(code) && !message.includes(ofAnother),
  )
  expect(failed.map(({ method, code, message, bytes }) => [nameOf(method), code, message, bytes])).toEqual([])
  const answered = new Set(outcomes.filter(({ code }) => code === 'ok').map(({ method }) => method))
  expect(answered.size, 'messages get past validation').toBeGreaterThan(handled.length / 4)
}, 90_000)
