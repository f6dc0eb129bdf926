import { expect, test } from 'vitest'
import { forgetAccounts, setLanguage } from '../../server/src/features/browsers/index.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf, testClock } from './factors.ts'
import { openPageBrowser } from './pageBrowser.ts'
import { addPerson } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const { deps } = server.product
const day = 86_400
const ada = await addPerson(server)
const remove = async () => {
  await server.product.jobs.schedules.find(({ name }) => name === 'browsers.remove_unused')?.run()
}
const secretsOf = (id: string) =>
  server.testDatabase.database.query("select from secrets where stream_type = 'browser' and stream_id = $1", [
    id,
  ])

test('a browser is removed 400 days after its last change, when its cookie has expired, with its secrets', async () => {
  const browser = openPageBrowser(server)
  const { browser: handle } = await browser.signIn(ada.userId)
  clock.advance(200 * day)
  await browser.signIn(ada.userId)
  clock.advance(399 * day)
  await remove()
  expect(await browser.read()).toMatchObject({ id: handle.id, accounts: [{ live: false }] })
  clock.advance(1.1 * day)
  await remove()
  expect(await browser.read()).toBeUndefined()
  expect(await secretsOf(handle.id)).toHaveLength(0)
  expect((await eventsOf(server, handle.id)).at(-1)).toEqual({
    type: 'browser.removed',
    payload: { cause: 'unused' },
  })
  const dead = await server.testDatabase.database.query(
    "select from dead_streams where stream_type = 'browser' and stream_id = $1",
    [handle.id],
  )
  expect(dead).toHaveLength(1)
  const again = await browser.signIn(ada.userId)
  expect(again.browser.id).not.toBe(handle.id)
})

test('a browser without any account is removed after a day, one that holds an account stays', async () => {
  const empty = openPageBrowser(server)
  empty.cookie = (await setLanguage(deps, pageCall(server), undefined, 'de'))?.value
  const left = openPageBrowser(server)
  await forgetAccounts(deps, pageCall(server), (await left.signIn(ada.userId)).browser, 'all')
  const used = openPageBrowser(server)
  await used.signIn(ada.userId)
  clock.advance(day - 60)
  await remove()
  for (const browser of [empty, left, used]) expect(await browser.read()).toBeDefined()
  clock.advance(120)
  await remove()
  expect([await empty.read(), await left.read()]).toEqual([undefined, undefined])
  expect(await used.read()).toBeDefined()
})
