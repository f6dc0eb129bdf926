import { readFile } from 'node:fs/promises'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { expect, test } from 'vitest'
import { knownSentence } from '../../../console/src/kit/eventSentence.ts'
import { logSchema } from '../../../server/src/product.ts'
import { eventsOf } from '../factors.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, orgId } = world
const users = server.client(UserService)
const hostile = '<img src=x onerror=alert(1)>'
const { userId } = world.people.nobody

const rename = (displayName: string) =>
  users.updateUser({ userId, userType: { case: 'human', value: { profile: { displayName } } } })

test('every type of event that the server writes has a sentence of its own words', () => {
  const types = logSchema.facets.flatMap(({ events }) => events.map(({ type }) => type))
  expect(types).toContain('user.human.added')
  expect(types.filter((type) => knownSentence(type) === undefined)).toEqual([])
  expect(knownSentence('user.human.something.new')).toBeUndefined()
})

test('the owner of the instance reads what an event changed, and whether the log holds', async () => {
  await rename(`Nora ${hostile}`)
  const root = await world.visit('instanceOwner', `/audit?streamType=user&streamId=${userId}`)
  const { page } = root
  const changed = page.getByRole('listitem').filter({ hasText: 'Profile changed.' })
  await changed.getByText('Details').click()
  const row = changed.getByRole('row').filter({ hasText: 'displayName' })
  await expect
    .poll(() => row.getByRole('cell').allTextContents())
    .toEqual(['displayName', 'nora Console', `Nora ${hostile}`])
  await page.getByText('The hashes hold').waitFor()
  await root.lookAt('audit')
  await root.close()
})

test('the reason that somebody types for an act stands in the log and among the changes of the person', async () => {
  const root = await world.visit('instanceOwner', `/people/${userId}`)
  const { page } = root
  const dialog = page.getByRole('dialog')
  const lock = async (act: 'Lock' | 'Unlock', reason: string) => {
    if (act === 'Lock') {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      await page.getByRole('menuitem', { name: act }).click()
    } else await page.getByRole('button', { name: act }).click()
    await dialog.getByLabel('Reason').fill(reason)
    if (act === 'Lock') await root.lookAt('reason', 'briefly')
    await dialog.getByRole('button', { name: act, exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await lock('Lock', `Émile asked for it, ${hostile}`)
  await lock('Unlock', '  ')
  expect((await eventsOf(server, userId)).slice(-3)).toMatchObject([
    { type: 'reason.given', payload: { reason: `Émile asked for it, ${hostile}` } },
    { type: 'user.locked' },
    { type: 'user.unlocked' },
  ])
  await root.go(`/people/${userId}?tab=changes`)
  await page.getByText(`Reason given: Émile asked for it, ${hostile}`).waitFor()
  await root.go(`/audit?streamType=user&streamId=${userId}&type=reason.given`)
  await page.getByText(`Reason given: Émile asked for it, ${hostile}`).waitFor()
  await page.getByText('Details').click()
  await page.getByRole('listitem').filter({ hasText: 'reason.given' }).waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  await root.close()
})

test('filters and questions stand in the address, and a file has what they show', async () => {
  const wrong = server.client(SessionService).createSession({
    checks: { user: { search: { case: 'userId', value: userId } }, password: { password: 'Wrong-Horse-7' } },
  })
  await expect(wrong).rejects.toThrow()
  const root = await world.visit('instanceOwner', `/audit?streamType=user&streamId=${userId}`)
  const { page } = root
  const log = page.getByRole('list', { name: 'Audit' })
  await page.getByRole('button', { name: 'Failed checks' }).click()
  await log.getByText('Profile changed.').waitFor({ state: 'detached' })
  await page.reload()
  await log.getByText('Password was wrong.').waitFor()
  await page.getByRole('button', { name: 'Why was this person asked, refused or locked?' }).click()
  await log.getByText('Set-up of a second factor skipped.').waitFor()
  await log.getByText('Password was wrong.').waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'As lines of JSON' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n')
  const exported = lines.map(
    (line) => JSON.parse(line) as { readonly type: string; readonly streamId: string },
  )
  expect(new Set(exported.map(({ streamId }) => streamId))).toEqual(new Set([userId]))
  expect(exported.map(({ type }) => type)).toContain('user.human.password.check.failed')

  await page.getByLabel('Part of the details').fill('nothing has this text')
  await page.getByText('No event fits the filters.').waitFor()
  await root.lookAt('audit-empty', 'briefly')
  await root.close()
})

test('the log is followed while it grows, and read on to older events', async () => {
  const root = await world.visit('instanceOwner', '/audit')
  const { page } = root
  const entries = page.getByRole('list', { name: 'Audit' }).getByRole('listitem')
  await page.getByLabel('Follow the log').check({ force: true })
  await page.getByText('New events appear by themselves.').waitFor()
  await rename('Nora the second')
  await entries.first().getByText('Profile changed.').waitFor()
  await page.getByRole('button', { name: 'Older events' }).click()
  // A page has 50 events, and one came by following.
  await entries.nth(60).waitFor()
  await root.close()
})

test('the owner of an organization reads its log alone; others are told what they lack', async () => {
  const olga = await world.visit('organizationOwner', `/audit?org=${orgId}`)
  await olga.page.getByText('The hashes hold').waitFor()
  await olga.page.getByRole('link', { name: 'Audit' }).waitFor()
  await olga.go(`/audit?org=${server.first.orgId}`)
  await olga.page.getByText(/needs the right org\.read/i).waitFor()
  await olga.close()
  const piet = await world.visit('projectOwner', `/audit?org=${orgId}`)
  await piet.page.getByText(/needs the right/i).waitFor()
  expect(await piet.page.getByRole('link', { name: 'Audit' }).count()).toBe(0)
  await piet.close()
})
