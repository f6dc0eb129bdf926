import { randomBytes } from 'node:crypto'
import { call, httpRequest, type Target } from './httpConnection.ts'
import { overConnections } from './overConnections.ts'

/** The password of every seeded user that has one. */
export const seededPassword = 'Correct-Horse-1'

/** The credentials of seeded users in addition to a verified e-mail address. */
export interface Equipment {
  readonly password?: boolean
  readonly otpEmail?: boolean
  /** The number of connections; 16 unless given. */
  readonly connections?: number
  /** The organizations to which they belong in turn; that of the token unless given. */
  readonly orgIds?: readonly string[]
}

/** Creates people with verified e-mail addresses over the API; returns their ids. */
export async function seedUsers(target: Target, count: number, equipment: Equipment = {}): Promise<string[]> {
  const ids: string[] = []
  const run = randomBytes(4).toString('hex')
  await overConnections(target, count, equipment.connections ?? 16, async (connection, number) => {
    const body = {
      ...person(run, number, equipment.password ?? false),
      ...(equipment.orgIds && {
        organization: { orgId: equipment.orgIds[number % equipment.orgIds.length] },
      }),
    }
    const { userId } = await call<{ userId: string }>(
      connection,
      httpRequest(target, 'POST', '/v2/users/human', body),
    )
    ids.push(userId)
    if (equipment.otpEmail)
      await call(connection, httpRequest(target, 'POST', `/v2/users/${userId}/otp_email`, {}))
  })
  return ids
}

const givenNames = ['Ada', 'Alan', 'Barbara', 'Dennis', 'Edsger', 'Frances', 'Grace', 'Hedy', 'John', 'Radia']
const familyNames = [
  'Allen',
  'Dijkstra',
  'Hopper',
  'Kay',
  'Lamarr',
  'Liskov',
  'Lovelace',
  'Perlman',
  'Turing',
]

/** Names repeat as real names do; the username and the address are unique. */
function person(run: string, number: number, withPassword: boolean) {
  const givenName = givenNames[number % givenNames.length] ?? ''
  const familyName = `${familyNames[number % familyNames.length]}-${number % 997}`
  const name = `${givenName}.${familyName}.${number}.${run}`.toLowerCase()
  return {
    username: name,
    profile: { givenName, familyName, nickName: `nick${number % 5003}` },
    email: { email: `${name}@bench.example`, isVerified: true },
    ...(withPassword && { password: { password: seededPassword, changeRequired: false } }),
  }
}
