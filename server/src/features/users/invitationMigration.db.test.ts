import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../testing/testServer.ts'
import { userMigrations } from './migrations.ts'

const server = await testServer()
const users = server.client(UserService)
const { database } = server.testDatabase

async function invite(username: string) {
  const { userId } = await users.addHumanUser({
    username,
    profile: { givenName: username, familyName: 'Invited' },
    email: { email: `${username}@example.test`, verification: { case: 'isVerified', value: false } },
  })
  const { inviteCode = '' } = await users.createInviteCode({
    userId,
    verification: { case: 'returnCode', value: {} },
  })
  return { userId, verificationCode: inviteCode }
}

/** The rows of invitations, and the states that they are rendered from. */
async function invitations() {
  return {
    rows: await database.query('select * from user_invitations order by user_id'),
    states: await database.query(
      `select stream_id, facets->'invitation' as state from streams
        where stream_type = 'user' and jsonb_typeof(facets->'invitation') = 'object' order by stream_id`,
    ),
  }
}

test('the migration lists invitations of before as the facet would have', async () => {
  const waiting = await invite('waiting')
  const again = await invite('again')
  await users.createInviteCode({ userId: again.userId, verification: { case: 'returnCode', value: {} } })
  await users.verifyInviteCode(await invite('accepted'))
  await users.deleteUser(await invite('removed'))
  const before = await invitations()
  expect(before.rows).toMatchObject([{ user_id: waiting.userId }, { user_id: again.userId }])
  await database.query('drop table user_invitations')
  await database.query(`update streams set facets = facets - 'invitation' where stream_type = 'user'`)
  const migration = userMigrations.find(({ name }) => name === 'users/003-invitations')
  for (const statement of (migration?.sql ?? '').split(';\n').filter((part) => part.trim() !== ''))
    await database.query(statement)
  expect(await invitations()).toEqual(before)
})
