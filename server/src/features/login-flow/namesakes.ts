import { unchangedStreamsSql } from '../../eventlog/followedStreams.ts'

/** A name as `personSql` finds people by it: whole, the part before the last `@`, and as a phone number. */
interface NameSql {
  readonly whole: string
  readonly user: string
  readonly phone: string
}

/** As many namesakes are too many to look at for each page. */
export const tooManyNamesakes = 5

/**
 * SQL that selects the users whose username, address or number is that of a name, in all organizations: their ids as JSON (`ids`) and
 * their organizations (`orgs`). Which of them the name means follows from their streams, those of their organizations and the settings,
 * so that it stays the same as long as these and the ids do. Nobody's name is looked up in the same way, in the same time.
 */
export function namesakesSql(instanceId: string, { whole, user, phone }: NameSql): string {
  const by = (column: string, name: string) => `(select n.user_id, n.org_id from users n
    where n.instance_id = ${instanceId} and n.${column}_folded = ${name} and ${name} <> ''
    order by n.user_id limit ${tooManyNamesakes})`
  const ways = [by('username', whole), by('username', user), by('email', whole), by('phone', phone)]
  return `select coalesce(json_agg(n.user_id order by n.user_id)::text, '[]') as ids, array_agg(n.org_id) as orgs
    from (${ways.join(' union ')}) n`
}

/**
 * The statement that confirms the cached rows of a page (`CachedReads`): `$2` are the streams that they follow from, `$3` the ids of
 * the namesakes of the name `$4` to `$6`.
 */
export const unchangedSql = `select ${unchangedStreamsSql('$1', '$2')} and n.ids = $3 as unchanged
  from (${namesakesSql('$1', { whole: '$4', user: '$5', phone: '$6' })}) n`
