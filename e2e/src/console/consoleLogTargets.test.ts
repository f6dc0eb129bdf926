import { afterAll, expect, test, vi } from 'vitest'
import type { texts } from '../../../console/src/features/log-targets/texts.ts'
import { type Clock, systemClock } from '../../../server/src/kernel/clock.ts'
import { runFollowers } from '../../../server/src/testing/runFollowers.ts'
import { eventsIn, isGenuine, startLogReceiver } from '../logReceiver.ts'
import { addPerson } from '../people.ts'
import { operate } from '../recoveryCodes.ts'
import { translationOf } from './consoleTexts.ts'
import { consoleWorld } from './consoleWorld.ts'
import { logInBeside } from './logInBeside.ts'

vi.setConfig({ testTimeout: 150_000 })

/** How much later it is for the server than for the machine. */
let ahead = 0
const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + ahead) }
const world = await consoleWorld({ clock })
const { server } = world
const receiver = await startLogReceiver()
const followers = runFollowers(server.product.jobs)
afterAll(async () => {
  await followers.stop()
  await receiver.close()
})

interface Target {
  readonly id: string
  readonly name: string
  readonly credentialHeader: string | null
}
const targets = async () =>
  (await operate(server, 'GET', 'log-targets'))['targets'] as readonly (Target & Record<string, unknown>)[]

test('the owner of the instance adds a target, sees it deliver and fail, changes it and removes it', async () => {
  const root = await world.visit('instanceOwner', '/audit')
  const { page } = root
  const dialog = page.getByRole('dialog')
  const button = (name: string) => page.getByRole('button', { name: `${name}: SIEM` })
  await page.getByRole('link', { name: 'Log targets' }).click()
  await root.heading('Log targets')
  await page.getByText('No target yet.').waitFor()
  await root.lookAt('log-targets-empty', 'briefly')

  await page.getByRole('button', { name: 'Add a target' }).click()
  await dialog.getByLabel('Name').fill('SIEM')
  await dialog.getByLabel('Address').fill('http://siem.example/in')
  await dialog.getByLabel('Credential').selectOption('A header with a secret value')
  await dialog.getByLabel(/^Value/).fill('Bearer s-4713')
  await dialog.getByRole('button', { name: 'As an API call' }).click()
  await expect
    .poll(() => dialog.locator('code').innerText())
    .toMatch(/^curl -X POST [\s\S]+"header": "authorization"[\s\S]+"value": "…"/)
  await root.lookAt('log-target-add', 'briefly')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('log_target.url_invalid', { exact: true }).waitFor()
  expect((await dialog.getByRole('alert').innerText()).split('log_target.url_invalid')).toHaveLength(2)
  await dialog.getByLabel('Address').fill(receiver.url)
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('The receiver checks the header').waitFor()
  const signingKey = await dialog.locator('code').innerText()
  expect(signingKey).toMatch(/^\w{36}$/)
  await root.lookAt('log-target-key', 'briefly')
  await dialog.getByRole('button', { name: 'I have copied it' }).click()

  await page.getByText('Delivering').waitFor()
  await page.getByText(/Last delivered/).waitFor()
  const [request] = receiver.requests
  if (request === undefined) throw new Error('nothing arrived')
  expect(isGenuine(request, signingKey)).toBe(true)
  expect(request.headers['authorization']).toBe('Bearer s-4713')
  expect(eventsIn(request.body)[0]?.type).toBe('instance.log_target.added')
  expect(await targets()).toMatchObject([{ name: 'SIEM', credentialHeader: 'authorization', start: 'now' }])
  await root.lookAt('log-targets')

  await button('Test').click()
  await dialog.getByRole('button', { name: 'Send a test' }).click()
  await dialog.getByText('The receiver has accepted it (HTTP 204).').waitFor()
  receiver.behaviour = { status: 500 }
  await dialog.getByRole('button', { name: 'Send a test' }).click()
  await dialog.getByText('The receiver replied with HTTP 500.').waitFor()
  await root.lookAt('log-target-test', 'briefly')
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  await button('Change').click()
  const kinds = dialog.getByLabel('Only events of these kinds of objects')
  for (const kind of ['user', 'instance']) {
    await kinds.fill(kind)
    await kinds.press('Enter')
  }
  await kinds.press('Tab')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await targets()).toMatchObject([
    { streamTypes: ['user', 'instance'], credentialHeader: 'authorization' },
  ])
  await page.getByText('Failing', { exact: true }).waitFor()
  await page.getByText(/First failed .*The receiver replied with HTTP 500\./).waitFor()
  await page.getByText(/events? waits?/).waitFor()
  await root.lookAt('log-targets-failing')
  receiver.behaviour = { status: 204 }
  await button('Try again now').click()
  await dialog.getByRole('button', { name: 'Try again now', exact: true }).click()
  await page.getByText('Delivering').waitFor()

  await button('New signing key').click()
  await dialog.getByRole('button', { name: 'New signing key', exact: true }).click()
  await dialog.getByText('The receiver checks the header').waitFor()
  expect(await dialog.locator('code').innerText()).not.toBe(signingKey)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await button('Pause').click()
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await button('Resume').click()
  await dialog.getByRole('button', { name: 'Resume', exact: true }).click()
  await page.getByText('Delivering').waitFor()
  await button('Remove').click()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('No target yet.').waitFor()
  expect(await targets()).toEqual([])
  await root.close()
})

test('failures are said in the language of the page, and as the server says them if the page has no words', async () => {
  const body = { name: 'SIEM', url: receiver.url }
  const { target } = (await operate(server, 'POST', 'log-targets', { body })) as { target: Target }
  const root = await world.visit('instanceOwner', '/settings/log-targets')
  const { page } = root
  const dialog = page.getByRole('dialog')
  const { acts, actOf, problems, testSubmit } = (await translationOf('de'))['logTargets'] as typeof texts
  await page.getByRole('button', { name: 'Theme and language' }).click()
  await page.getByLabel('Language', { exact: true }).selectOption({ label: 'Deutsch' })
  await page.getByRole('button', { name: actOf(acts.test, 'SIEM') }).click()
  receiver.behaviour = { status: 403 }
  await dialog.getByRole('button', { name: testSubmit }).click()
  await dialog.getByText(problems.status('403')).waitFor()
  await receiver.close()
  await dialog.getByRole('button', { name: testSubmit }).click()
  await dialog.getByText(problems.connection_refused).waitFor()
  await page.keyboard.press('Escape')
  await addPerson(server)
  await page.getByText(problems.connection_refused).waitFor()
  await root.lookAt('log-targets-failing-de')

  const { query } = server.testDatabase.database
  const keep = (failure: object | null) =>
    query(
      `update log_target_deliveries set failures = 1, failing_since = now(), next_attempt_at = now() + interval '1 hour',
          last_error = 'the receiver at siem failed', last_failure = $2::jsonb where target_id = $1`,
      [target.id, failure && JSON.stringify(failure)],
    )
  for (const problem of ['status', 'of_a_newer_version', 'constructor', undefined]) {
    await keep(problem === undefined ? null : { problem, status: null, cause: null })
    await page.reload()
    await page.getByText('The receiver at siem failed.').waitFor()
  }
  await keep({ problem: 'certificate', status: null, cause: 'CERT_HAS_EXPIRED' })
  await page.getByText(problems.certificate('CERT_HAS_EXPIRED')).waitFor()
  await operate(server, 'DELETE', `log-targets/${target.id}`)
  await receiver.open()
  receiver.behaviour = { status: 204 }
  await root.close()
})

test('others find no such page, and are told what they lack', async () => {
  const olga = await world.visit('organizationOwner', `/settings/log-targets?org=${world.orgId}`)
  await olga.page.getByText('Log targets are a setting of the whole instance').waitFor()
  await olga.go(`/audit?org=${world.orgId}`)
  await olga.page.getByText('The hashes hold').waitFor()
  expect(await olga.page.getByRole('link', { name: 'Log targets' }).count()).toBe(0)
  await olga.close()
})

test('who logged in long ago logs in again to add, pause or remove a target or renew its key, and says why if that is demanded', async () => {
  const demand = { headers: { 'x-sallyport-reason-demand': 'people' }, body: {} }
  await server.rest('PUT', '/v2/policies/security', demand)
  const root = await world.visit('instanceOwner', '/settings/log-targets')
  const { page } = root
  const dialog = page.getByRole('dialog')
  const add = async () => {
    await page.getByRole('button', { name: 'Add a target' }).click()
    await dialog.getByLabel('Name').fill('SIEM')
    await dialog.getByLabel('Address').fill(receiver.url)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  }
  ahead = 16 * 60_000
  await page.clock.setSystemTime(clock.now())
  await add()
  await dialog.getByText('auth.fresh_proof_required').waitFor()
  expect(await targets()).toEqual([])
  await root.lookAt('log-target-stale', 'briefly')
  const logInAgain = async () => {
    await logInBeside(root, world.people.instanceOwner, dialog)
    await dialog.getByText('You are logged in again.').waitFor()
  }
  await logInAgain()
  // What was typed is still there.
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('This act needs a reason here.').waitFor()
  await dialog.getByLabel('Reason').fill('New collector')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await dialog.getByText('The receiver checks the header').waitFor()
  expect(await targets()).toMatchObject([{ name: 'SIEM', url: receiver.url }])
  await dialog.getByRole('button', { name: 'I have copied it' }).click()

  const ask = async (act: string) => {
    await page.getByRole('button', { name: `${act}: SIEM` }).click()
    await dialog.getByRole('button', { name: act, exact: true }).click()
  }
  ahead += 16 * 60_000
  await page.clock.setSystemTime(clock.now())
  for (const act of ['New signing key', 'Pause', 'Remove']) {
    await ask(act)
    await dialog.getByText('auth.fresh_proof_required').waitFor()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  }
  expect(await targets()).toHaveLength(1)
  await ask('Remove')
  await logInAgain()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await ask('New signing key')
  await dialog.getByText('This act needs a reason here.').waitFor()
  await dialog.getByLabel('Reason').fill('The key leaked')
  await dialog.getByRole('button', { name: 'New signing key', exact: true }).click()
  await dialog.getByText('The receiver checks the header').waitFor()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await ask('Pause')
  await dialog.getByText('This act needs a reason here.').waitFor()
  await dialog.getByLabel('Reason').fill('The collector moves')
  await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText('Paused', { exact: true }).waitFor()
  await ask('Resume')
  await page.getByText('Paused', { exact: true }).waitFor({ state: 'detached' })
  await ask('Remove')
  await dialog.getByText('This act needs a reason here.').waitFor()
  await dialog.getByLabel('Reason').fill('The collector is gone')
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('No target yet.').waitFor()
  expect(await targets()).toEqual([])
  await root.close()
})
