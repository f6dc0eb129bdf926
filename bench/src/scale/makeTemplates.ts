import { call, HttpConnection, httpRequest, type Target } from '../httpConnection.ts'
import { seededPassword } from '../seedUsers.ts'
import type { Writing } from './openWriting.ts'
import { readTemplate, type StreamTemplate } from './streamTemplate.ts'

/** The streams of which a prepared database is made, as the API writes them. */
export interface Templates {
  /** Copied with one text: its name. */
  readonly organization: StreamTemplate
  /** Have a password; copied with the texts of `personTexts`. */
  readonly person: StreamTemplate
  /** Has codes by e-mail as a factor, too. */
  readonly withCodes: StreamTemplate
  /** Has proved the password; copied with the ids of the person and the organization. */
  readonly session: StreamTemplate
  /** Has proved the password and a code by e-mail; copied likewise. */
  readonly sessionWithCode: StreamTemplate
}

const organizationName = 'Templatefirm'
const texts = {
  username: 'template-username',
  givenName: 'Templategiven',
  familyName: 'Templatefamily',
  nickName: 'Templatenick',
}

/** Returns the texts of a copy of a person. */
export function personTexts(of: typeof texts): readonly string[] {
  return [of.username, of.givenName, of.familyName, of.nickName]
}

/** Creates an organization, people and sessions over the API, and reads what the log stored for them. */
export async function makeTemplates(target: Target, writing: Writing): Promise<Templates> {
  const { database, vault, deps } = writing
  const [first] = await database.query<{ instance_id: string }>(
    'select instance_id from instances order by created_at limit 1',
  )
  const instanceId = first?.instance_id ?? ''
  const connection = await HttpConnection.open(target.port)
  const post = <Reply>(path: string, body: object) =>
    call<Reply>(connection, httpRequest(target, 'POST', path, body))
  // The policy may have it already.
  const factor = { type: 'SECOND_FACTOR_TYPE_OTP_EMAIL' }
  await connection.send(httpRequest(target, 'POST', '/admin/v1/policies/login/second_factors', factor))
  const { organizationId } = await post<{ organizationId: string }>('/v2/organizations', {
    name: organizationName,
  })
  const addPerson = (username: string) =>
    post<{ userId: string }>('/v2/users/human', {
      username,
      organization: { orgId: organizationId },
      profile: { givenName: texts.givenName, familyName: texts.familyName, nickName: texts.nickName },
      email: { email: `${username}@bench.example`, isVerified: true },
      password: { password: seededPassword, changeRequired: false },
    })
  const { userId } = await addPerson(texts.username)
  const other = await addPerson(`${texts.username}-2`)
  // Those who log in have more events.
  const visitor = await addPerson(`${texts.username}-3`)
  for (const person of [other, visitor]) await post(`/v2/users/${person.userId}/otp_email`, {})
  const addSession = (challenges: object) =>
    post<{ sessionId: string; challenges: { otpEmail: string } }>('/v2/sessions', {
      checks: { user: { userId: visitor.userId }, password: { password: seededPassword } },
      lifetime: `${30 * 86_400}s`,
      metadata: { app: 'YmVuY2g=' },
      challenges,
    })
  const { sessionId } = await addSession({})
  const raised = await addSession({ otpEmail: { returnCode: {} } })
  const checks = { otpEmail: { code: raised.challenges.otpEmail } }
  await call(connection, httpRequest(target, 'PATCH', `/v2/sessions/${raised.sessionId}`, { checks }))
  connection.close()
  await deps.log.seal()
  const read = (type: string, id: string, replaced: readonly string[]) =>
    readTemplate({ ...writing, query: database.query, open: vault.open }, { instanceId, type, id }, replaced)
  return {
    organization: await read('org', organizationId, [organizationName]),
    person: await read('user', userId, personTexts(texts)),
    withCodes: await read('user', other.userId, personTexts({ ...texts, username: `${texts.username}-2` })),
    session: await read('session', sessionId, [visitor.userId, organizationId]),
    sessionWithCode: await read('session', raised.sessionId, [visitor.userId, organizationId]),
  }
}
