import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { migrate } from '../../database/migrate.ts'
import { migrations } from '../../product.ts'
import { testServer } from '../../testing/testServer.ts'

const server = await testServer()
const users = server.client(UserService)
const { database } = server.testDatabase

function add(username: string) {
  return users.addHumanUser({
    username,
    profile: { givenName: username, familyName: 'Counted' },
    email: { email: `${username}@example.test`, verification: { case: 'isVerified', value: true } },
  })
}

/** Lists are counted by instance, unless they name an organization. */
async function total() {
  return Number((await users.listUsers({})).details?.totalResult)
}

test('an upgrade counts the users of each instance', async () => {
  const before = await total()
  const added = await Promise.all(['ada', 'bob', 'cyd'].map(add))
  await users.deactivateUser({ userId: added[0]?.userId ?? '' })
  await database.query('drop table instance_user_counts')
  await database.query(`delete from schema_migrations where name = 'users/004-instance-counts'`)
  await database.query(
    `update schema_migrations set revision = 1, checksum = 'of before' where name = 'users/functions'`,
  )
  await migrate(database, migrations)
  expect(await total()).toBe(before + 3)
  await users.deleteUser({ userId: added[1]?.userId ?? '' })
  expect(await total()).toBe(before + 2)
})
