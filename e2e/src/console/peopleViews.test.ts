import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test, vi } from 'vitest'
import { passwordSession } from '../people.ts'
import { addOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

vi.setConfig({ testTimeout: 150_000 })

const world = await consoleWorld()
const { server, orgId } = world
const users = server.client(UserService)

async function addHuman(name: string, organization = orgId) {
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: organization } },
    username: name,
    profile: { givenName: name, familyName: 'Viewed' },
    email: { email: `${name}@views.test`, verification: { case: 'isVerified', value: name !== 'una' } },
    passwordType: { case: 'password', value: { password: 'Correct-Horse-7', changeRequired: false } },
  })
  return userId
}

/** Lets a person be as old as the list of dormant people wants them. */
async function makeOlder(userId: string, days: number) {
  await server.testDatabase.database.query(
    `update users set created_at = created_at - $2 * interval '1 day' where user_id = $1`,
    [userId, days],
  )
}

const table = ({ page }: ConsoleVisitor) => page.getByRole('table', { name: 'People' })
const names = async (visitor: ConsoleVisitor) =>
  (await table(visitor).locator('tbody tr td:nth-child(2)').allInnerTexts()).map((text) => text.trim())

test('people are listed who were invited, are not verified, or have not been there for long', async () => {
  const { orgId: elsewhere } = await addOrg(server, 'Elsewhere')
  await addHuman('una')
  const [sleeper, awake, foreign] = [
    await addHuman('sloth'),
    await addHuman('alert'),
    await addHuman('faraway', elsewhere),
  ]
  const { userId: invited } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: orgId } },
    username: 'guest',
    profile: { givenName: 'guest', familyName: 'Viewed' },
    email: { email: 'guest@views.test', verification: { case: 'isVerified', value: true } },
  })
  await users.createInviteCode({ userId: invited, verification: { case: 'sendCode', value: {} } })
  await passwordSession(server, awake, 'Correct-Horse-7')
  for (const userId of [sleeper, awake, foreign]) await makeOlder(userId, 10)
  try {
    const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=Viewed`)
    const shows = async (view: string, expected: readonly string[]) => {
      await olga.page.getByLabel('Show', { exact: true }).selectOption(view)
      await expect.poll(() => names(olga), { timeout: 20_000 }).toEqual(expected)
    }
    await shows('E-mail not verified', ['una Viewed'])
    await shows('No session or token for 7 days', ['sloth Viewed'])
    expect(new URL(olga.page.url()).searchParams.get('show')).toBe('dormant-7')
    await shows('Invited, not accepted yet', ['guest Viewed'])
    await table(olga)
      .getByText(/^invited /)
      .waitFor()
    await olga.lookAt('people-invited')
    expect(await olga.page.getByLabel('Show', { exact: true }).locator('option').allInnerTexts()).toEqual([
      'Everybody',
      'Invited, not accepted yet',
      'E-mail not verified',
      'No session or token for 7 days',
      'No session or token for 30 days',
    ])
    await olga.page.keyboard.press('ControlOrMeta+k')
    await olga.page
      .getByRole('dialog')
      .getByRole('combobox')
      .or(olga.page.getByRole('dialog').getByRole('textbox'))
      .first()
      .fill('pending')
    await olga.page.getByRole('option', { name: 'People: E-mail not verified' }).click()
    await olga.page.waitForURL(/show=unverified/)
    await expect.poll(() => names(olga), { timeout: 20_000 }).toContain('una Viewed')
    await olga.go(`/people?org=${orgId}&show=dormant-90`)
    await olga.page.getByText(/send dormantDays of at most 30/).waitFor()
    await olga.close()
    const root = await world.visit('instanceOwner', '/people?q=Viewed&show=dormant-7')
    await expect.poll(() => names(root), { timeout: 20_000 }).toEqual(['faraway Viewed', 'sloth Viewed'])
    await root.close()
  } finally {
    for (const userId of [sleeper, awake, foreign]) await makeOlder(userId, -10)
  }
})

/** The columns in which copies of a person differ; the first is the id. */
const copies = { streams: ['stream_id'], users: ['user_id', 'username', 'username_folded'] }

test('a text that more than 20,000 people have is not counted to the end', async () => {
  const { database } = server.testDatabase
  const one = await addHuman('crowd')
  for (const table of ['streams', 'users'] as const) {
    const columns = await database.query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_name = '${table}' and is_generated = 'NEVER'`,
    )
    const list = columns.map(({ name }) => name)
    const copied = list.map((name) => (copies[table].includes(name) ? `'many' || n` : name))
    await database.query(
      `insert into ${table} (${list}) select ${copied} from ${table}, generate_series(1, 20100) n
        where ${copies[table][0]} = $1`,
      [one],
    )
  }
  try {
    const root = await world.visit('instanceOwner', '/people?q=crowd')
    const place = root.page.getByText('1–25 of more than 20,000', { exact: true })
    await place.waitFor()
    await root.lookAt('people-many', 'briefly')
    await root.page.getByRole('button', { name: 'Next page' }).click()
    await root.page.getByText('26–50 of more than 20,000', { exact: true }).waitFor()
    await root.go('/people?q=crowd&page=805')
    await root.page.getByText('20,101–20,101 of 20,101', { exact: true }).waitFor()
    await root.close()
  } finally {
    await database.query(`delete from users where user_id like 'many%'`)
    await database.query(`delete from streams where stream_id like 'many%'`)
  }
})
