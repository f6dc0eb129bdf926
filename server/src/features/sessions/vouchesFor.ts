import type { Call } from '../../access/call.ts'
import { isLogin } from '../../access/pagePrincipals.ts'
import { hasPermission } from '../../access/permission.ts'
import { creatorOf } from '../../access/principal.ts'
import type { Database } from '../../database/database.ts'
import { type AssuranceRow, assuranceColumns, assuranceJoins, assuranceOf } from './sessionAssurance.ts'

/** The newest sessions of a person that are looked at. */
const maxSessions = 20

const columns = Object.entries(assuranceColumns)
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(', ')

const liveSessions = `select u.kind as user_kind, ${columns}
  from (select * from sessions s
     where s.instance_id = $1 and s.user_id = $2 and s.creator = $3
       and (s.expires_at is null or s.expires_at > $4)
     order by s.changed_at desc limit ${maxSessions}) c${assuranceJoins}`

/** A person who has accepted an invitation and has no credential yet. */
const invited = `select 1 from users u
  where u.instance_id = $1 and u.user_id = $2 and not u.has_password
    and exists (select 1 from events e where e.instance_id = u.instance_id and e.stream_type = 'user'
      and e.stream_id = u.user_id and e.type = 'user.human.invite.check.succeeded' and e.created_at >= u.created_at)
    and not exists (select 1 from user_webauthn k
      where k.instance_id = u.instance_id and k.user_id = u.user_id and k.state = 'ready')`

/**
 * Whether a caller with `session.write` on the instance, a login, acts for a person: a live session that the caller created has
 * proved all that the person's policy and factors demand (or is about to set up the first factor), or the person has accepted
 * an invitation and chooses their first credential. The login of our own pages never does: its sessions say nothing about the
 * browser of this request, so people on its pages act for themselves.
 */
export async function vouchesFor(
  database: Pick<Database, 'query'>,
  call: Call,
  userId: string,
): Promise<boolean> {
  const { principal, instance, now } = call
  if (isLogin(principal)) return false
  if (!hasPermission(principal, 'session.write', { instanceId: instance.id })) return false
  const rows = await database.query<AssuranceRow>(liveSessions, [
    instance.id,
    userId,
    creatorOf(principal),
    now.toISOString(),
  ])
  const proved = rows.some((row) => {
    const { refusal, missing } = assuranceOf(row, now)
    return refusal === undefined || missing.enroll.length > 0
  })
  return proved || (await database.query(invited, [instance.id, userId])).length > 0
}
