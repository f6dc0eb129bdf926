import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { test } from 'vitest'
import { addApp } from '../factors.ts'
import { consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, orgId } = world
const users = server.client(UserService)
const hostile = '<img src=x onerror=alert(1)>'

/** A person of Acme with a password, an app, codes by mail and a session. */
async function addAda(name: string) {
  const { userId } = await users.addHumanUser({
    organization: { org: { case: 'orgId', value: orgId } },
    username: name,
    profile: { givenName: 'Ada', familyName: 'Lovelace', displayName: `Ada ${name}` },
    email: { email: `${name}@console.test`, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password: 'Correct-Horse-7', changeRequired: false } },
  })
  await addApp(server, userId)
  await users.addOTPEmail({ userId })
  await server.client(SessionService).createSession({
    checks: {
      user: { search: { case: 'userId', value: userId } },
      password: { password: 'Correct-Horse-7' },
    },
    userAgent: { description: `Firefox on ${hostile}`, ip: '192.0.2.7' },
  })
  return userId
}

test('shows every part of a person, with script in names as text', async () => {
  const userId = await addAda('ada')
  await users.updateUser({
    userId,
    userType: { case: 'human', value: { profile: { displayName: `Ada ${hostile}` } } },
  })
  await users.setUserMetadata({
    userId,
    metadata: [{ key: `desk ${hostile}`, value: new TextEncoder().encode(hostile) }],
  })
  const root = await world.visit('instanceOwner', `/people/${userId}`)
  const { page } = root
  await root.heading(`Ada ${hostile}`)
  await page.getByRole('heading', { name: 'Profile' }).waitFor()
  await root.lookAt('person-overview')
  for (const [tab, shown, look] of [
    ['Login & factors', 'Authenticator app', 'person-factors'],
    ['Sessions & tokens', `Firefox on ${hostile}`, 'person-access'],
    ['Why?', 'Policy in effect', 'person-why'],
    ['Roles', 'Is no administrator.', 'person-roles'],
    ['Metadata', `desk ${hostile}`, 'person-metadata'],
    ['Changes', 'Older changes|Details', 'person-changes'],
  ] as const) {
    await page.getByRole('tab', { name: tab }).click()
    await page
      .getByText(tab === 'Changes' ? /Details/ : shown)
      .first()
      .waitFor()
    await root.lookAt(look)
  }
  await page.reload()
  await page.getByRole('tab', { name: 'Changes', selected: true }).waitFor()
  await root.close()
})
