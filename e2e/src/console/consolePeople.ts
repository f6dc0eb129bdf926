import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { InternalPermissionService } from '@sallyport/contract/zitadel/internal_permission/v2/internal_permission_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { addApp } from '../factors.ts'
import { operate } from '../recoveryCodes.ts'
import type { ConsoleWorld } from './consoleWorld.ts'

/** A name that would run as script where names are not text. */
export const hostile = '<img src=x onerror=alert(1)>'

/** People of Acme at the server, behind the pages of the console. */
export function peopleAt({ server, orgId }: Pick<ConsoleWorld, 'server' | 'orgId'>) {
  const users = server.client(UserService)
  return {
    users,
    /** Adds a person with a password, an app, codes by mail and a session. */
    async addAda(name: string): Promise<string> {
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
    },
    /** Adds a person who has nothing to log in with. */
    async addGuest(name: string): Promise<string> {
      const { userId } = await users.addHumanUser({
        organization: { org: { case: 'orgId', value: orgId } },
        username: name,
        profile: { givenName: 'Gus', familyName: 'Guest', displayName: `Gus ${name}` },
        email: { email: `${name}@console.test`, verification: { case: 'isVerified', value: true } },
      })
      return userId
    },
    stored: async (userId: string) => (await users.getUserByID({ userId })).user,
    async factorsOf(userId: string): Promise<readonly string[]> {
      const { factors } = await operate(server, 'GET', `users/${userId}/factors`)
      return (factors as { readonly kind: string }[]).map(({ kind }) => kind)
    },
    async sessionsOf(userId: string): Promise<number> {
      return ((await operate(server, 'GET', `users/${userId}/access`))['sessions'] as unknown[]).length
    },
    async membershipsOf(userId: string): Promise<readonly string[]> {
      const { administrators } = await server.client(InternalPermissionService).listAdministrators({
        filters: [{ filter: { case: 'inUserIdsFilter', value: { ids: [userId] } } }],
      })
      return administrators.flatMap(({ roles }) => roles).toSorted()
    },
    async rolesOf(userId: string): Promise<readonly (readonly string[])[]> {
      const { authorizations } = await server.client(AuthorizationService).listAuthorizations({
        filters: [{ filter: { case: 'inUserIds', value: { ids: [userId] } } }],
      })
      return authorizations.map(({ roles }) => roles.map(({ key }) => key))
    },
  }
}
