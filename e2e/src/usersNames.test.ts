import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { Gender } from '@zitadel/proto/zitadel/user_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { addPerson } from './people.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addSelf, readHuman, readUser, unique } from './userFixtures.ts'

const server = await testServer()

const profile = {
  firstName: 'Grace',
  lastName: 'Hopper',
  nickName: 'amazing',
  displayName: 'G. H.',
  preferredLanguage: 'en',
  gender: Gender.FEMALE,
}

/** The same change by an administrator (management.v1) and by the person (auth.v1). */
interface Way {
  rename(userName: string): Promise<{ readonly details?: unknown }>
  describe(input: typeof profile): Promise<{ readonly details?: unknown }>
}
const ways: Readonly<Record<string, (person: Awaited<ReturnType<typeof addSelf>>) => Way>> = {
  'management.v1': ({ userId }) => {
    const management = server.client(ManagementService, { headers: inOrg(orgId) })
    return {
      rename: (userName) => management.updateUserName({ userId, userName }),
      describe: (input) => management.updateHumanProfile({ userId, ...input }),
    }
  },
  'auth.v1': ({ token }) => {
    const auth = server.client(AuthService, { token })
    return {
      rename: (userName) => auth.updateMyUserName({ userName }),
      describe: (input) => auth.updateMyProfile(input),
    }
  },
}

const orgId = server.first.orgId

describe.each(Object.entries(ways))('%s', (_, of) => {
  test('renames; the new name is trimmed, the old one becomes free', async () => {
    const person = await addSelf(server)
    const way = of(person)
    const username = unique('renamed')
    expect((await way.rename(` ${username} `)).details).toEqual(changedDetails(orgId))
    expect(await readUser(server, person.userId)).toMatchObject({ username, loginNames: [username] })
    expect((await eventTypesOf(server, person.userId)).at(-1)).toBe('user.username.changed')
    expect(await outcome(way.rename(` ${username} `))).toBe('FailedPrecondition user.username_unchanged')
    expect(await outcome(way.rename('   '))).toBe('InvalidArgument user.name_empty')
    expect(await outcome(way.rename(''))).toMatch(/^InvalidArgument/)
    const other = await addPerson(server)
    expect(await outcome(way.rename(other.username.toUpperCase()))).toBe('AlreadyExists user.username_taken')
    await way.rename(username.toUpperCase())
    await way.rename(person.username)
    expect((await readUser(server, person.userId)).username).toBe(person.username)
  })

  test('replaces every field of the profile and refuses equal values', async () => {
    const person = await addSelf(server)
    const way = of(person)
    expect((await way.describe(profile)).details).toEqual(changedDetails(orgId))
    expect((await readHuman(server, person.userId)).profile).toMatchObject({
      givenName: 'Grace',
      familyName: 'Hopper',
      nickName: 'amazing',
      displayName: 'G. H.',
      preferredLanguage: 'en',
      gender: Gender.FEMALE,
    })
    const types = await eventTypesOf(server, person.userId)
    expect(types.at(-1)).toBe('user.human.profile.changed')
    expect(await outcome(way.describe(profile))).toBe('FailedPrecondition user.profile_unchanged')
    const bare = { ...profile, nickName: '', preferredLanguage: '', gender: Gender.UNSPECIFIED }
    await way.describe(bare)
    expect((await readHuman(server, person.userId)).profile).toMatchObject({
      nickName: '',
      preferredLanguage: 'und',
      gender: Gender.UNSPECIFIED,
    })
    expect(await outcome(way.describe({ ...profile, firstName: ' ' }))).toMatch(/^InvalidArgument/)
  })

  test('a foreign domain is refused', async () => {
    const domain = `${unique('foreign')}.test`
    const { orgId: owner } = await addOrg(server)
    await server.client(ManagementService, { headers: inOrg(owner) }).addOrgDomain({ domain })
    const way = of(await addSelf(server))
    expect(await outcome(way.rename(`me@${domain}`))).toBe('InvalidArgument user.foreign_domain')
  })
})

test('management.v1 refuses users of other organizations; machines have a username but no profile', async () => {
  const { userId } = await addPerson(server)
  const { userId: robot } = await addMachine(server)
  const elsewhere = (await addOrg(server)).orgId
  const at = (org: string) => server.client(ManagementService, { headers: inOrg(org) })
  const userName = unique('wrong-tenant')
  expect(await outcome(at(elsewhere).updateUserName({ userId, userName }))).toBe('NotFound user.not_found')
  expect(await outcome(at(orgId).updateUserName({ userId: '404', userName }))).toBe('NotFound user.not_found')
  for (const [org, id] of [
    [elsewhere, userId],
    [orgId, '404'],
    [orgId, robot],
  ] as const) {
    const call = at(org).updateHumanProfile({ userId: id, ...profile })
    expect(await outcome(call)).toBe('FailedPrecondition user.missing')
  }
  await at(orgId).updateUserName({ userId: robot, userName })
  expect((await readUser(server, robot)).username).toBe(userName)
  expect((await readUser(server, userId)).details?.sequence).toBe(
    (await server.client(UserService).getUserByID({ userId })).details?.sequence,
  )
})

test('a machine can rename itself, but calls for people are refused', async () => {
  const { userId, token } = await addMachine(server)
  const auth = server.client(AuthService, { token })
  const userName = unique('robot')
  await auth.updateMyUserName({ userName })
  expect((await readUser(server, userId)).username).toBe(userName)
  expect(await outcome(auth.updateMyProfile(profile))).toBe('FailedPrecondition user.missing')
  expect(await outcome(auth.setMyEmail({ email: 'robot@mail.test' }))).toBe('FailedPrecondition user.missing')
})
