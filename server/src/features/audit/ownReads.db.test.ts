import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations } from '../../product.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.ts'
import { grantsOfPersonSql } from '../oidc-sessions/grantsOfPerson.ts'
import { ownGrantsSql } from '../oidc-sessions/ownGrants.ts'
import { ownSessionsSql } from '../sessions/ownSessions.ts'
import { sessionsOfPersonSql } from '../sessions/sessionsOfPerson.ts'
import { lastUsesSql } from './ownCredentials.ts'
import { securityEventsSql } from './ownSecurityEvents.ts'

/** Sessions, events and grants of 2,000 people in one instance, 10 of each. */
const crowd = `
  insert into events (instance_id, stream_type, stream_id, sequence, type, created_at, creator, owner, payload, revision, hash)
    select 'i1', 'session', 's' || n, 1, 'session.user.checked', now() - n * interval '1 second', 'c', 'i1',
        jsonb_build_object('userId', 'u' || n % 2000), 1, ''
      from generate_series(1, 20000) n;
  insert into sessions (instance_id, session_id, user_id, metadata, creator, created_at, changed_at, sequence)
    select 'i1', 's' || n, 'u' || n % 2000, '{}', 'c', now(), now(), 1 from generate_series(1, 20000) n;
  insert into session_proofs (instance_id, session_id, kind, user_id, user_org_id, proved_at, user_verified, device_bound, challenged)
    select 'i1', 's' || n, 'password', 'u' || n % 2000, 'o1', now(), false, false, false from generate_series(1, 20000) n;
  insert into oidc_sessions (instance_id, oidc_session_id, user_id, org_id, client_id, app_id, scopes, audience, amr, user_sequence,
      key_id, access_jwt, created_at, dies_at)
    select 'i1', 'g' || n, 'u' || n % 2000, 'o1', 'a1', 'a1', '{}', '{}', '{}', 1, 'k', false, now() - n * interval '1 second',
        now() + interval '1 day'
      from generate_series(1, 20000) n;
  analyze events, sessions, session_proofs, oidc_sessions;`

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase(migrations)
  for (const statement of crowd.split(';')) await db.database.query(statement)
})
afterAll(() => db.close())

test.each([
  ['security events', securityEventsSql, ['events_by_checked_user', 'oidc_sessions_by_user', 'events_pkey']],
  ['last uses of factors', lastUsesSql, ['events_by_checked_user', 'events_pkey']],
  ['applications with tokens', ownGrantsSql, ['oidc_sessions_by_user']],
  ['sessions', ownSessionsSql, ['sessions_by_user', 'session_proofs_pkey']],
  ['sessions for administrators', sessionsOfPersonSql, ['sessions_by_user', 'session_proofs_pkey']],
  ['grants for administrators', grantsOfPersonSql, ['oidc_sessions_by_user']],
])('the %s of a person are found by keys, without those of others', async (name, sql, indexes) => {
  const count = ['$4', '$3'].find((parameter) => sql.includes(parameter))?.slice(1) ?? '2'
  const values = ['i1', 'u7', new Date().toISOString(), '20'].slice(0, Number(count))
  const plan = await db.database.keyed<{ 'QUERY PLAN': string }>(
    `explain (analyze, costs off, timing off, summary off) ${sql}`,
    values,
    `explain-${name}`,
  )
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  for (const index of indexes) expect(text).toContain(index)
  expect(text).not.toMatch(/Seq Scan on (events|sessions|session_proofs|oidc_sessions)/)
  const removed = [...text.matchAll(/Rows Removed by (?:Filter|Join Filter): (\d+)/g)].map(([, rows]) =>
    Number(rows),
  )
  expect(Math.max(0, ...removed)).toBeLessThan(50)
})
