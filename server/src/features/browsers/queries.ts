import type { Call } from '../../access/call.ts'
import { readFromOf } from '../../access/personReads.ts'
import { matchesDigest } from '../../access/tokenSecret.ts'
import { isSecretOf, secretsTable } from '../../eventlog/joinedReads.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import type { Deps } from '../manifest.ts'
import { emailChanged, inviteCodeAdded, preferredLoginName } from '../users/index.ts'
import { browserToken } from './cookie.ts'
import { countsSecret } from './state.ts'

/** A person whom the browser remembers, by their present names. */
interface Remembered {
  readonly userId: string
  /** The person's own organization. */
  readonly orgId: string
  /** ISO 8601: when the person last proved something here, or signed out. */
  readonly at: string
  readonly loginName: string
  readonly displayName: string
}

/** A person whose session the browser holds: not ended, not expired, and still theirs. */
export interface LiveAccount extends Remembered {
  readonly live: true
  readonly sessionId: string
  /** The id of the session's newest token. */
  readonly tokenId: string
  /** Whether the session has proved anything. */
  readonly proved: boolean
  /** Whether the browser has brought a code that was mailed to the person, while the session has proved nothing. */
  readonly codeProved: boolean
}

/** A person who signed out here, or whose session has ended. */
export interface SignedOutAccount extends Remembered {
  readonly live: false
  readonly sessionId: null
}

/** An account of a browser. */
export type HeldAccount = LiveAccount | SignedOutAccount

/** A browser by the cookie that this request has shown. */
export interface BrowserHandle {
  readonly id: string
  /** The id of the secret in the cookie. */
  readonly secretId: string
}

/** A browser as a page sees it. */
export interface Browser extends BrowserHandle {
  /** The account of the last proof first. */
  readonly accounts: readonly HeldAccount[]
  /** The language that the person has chosen here. */
  readonly language: string | null
}

interface AccountRow extends Remembered {
  readonly sessionId: string | null
  readonly tokenId: string | null
  readonly expiresAt: string | null
  readonly proved: boolean
  readonly codeProved: boolean | null
}

interface BrowserRow {
  readonly secret_id: string
  readonly previous_secret_id: string | null
  readonly previous_until: string | null
  readonly language: string | null
  readonly accounts: readonly AccountRow[] | null
  /** As the browser holds them, also those of people and sessions that are gone. */
  readonly held: readonly { readonly userId: string; readonly sessionId: string | null }[]
  readonly sealed: Buffer | null
}

/**
 * A code proves the address to which it was mailed, for one invitation: it counts no longer once the person has another address, or was
 * invited again.
 */
const codeStillProves = `a."codeProved" and not exists (select from events e
          where e.instance_id = b.instance_id and e.stream_id = a."userId" and e.stream_type = 'user'
            and e.type in ('${emailChanged.type}', '${inviteCodeAdded.type}') and e.created_at >= a.at::timestamptz)`

const statement = `
  select b.secret_id, b.previous_secret_id, b.previous_until, b.language, b.accounts as held, x.sealed,
    (select json_agg(json_build_object('userId', u.user_id, 'orgId', u.org_id, 'at', a.at,
        'loginName', ${preferredLoginName}, 'displayName', u.display_name,
        'sessionId', s.session_id, 'tokenId', s.token_id, 'expiresAt', s.expires_at, 'codeProved', ${codeStillProves},
        'proved', exists (select from session_proofs f where f.instance_id = s.instance_id
          and f.session_id = s.session_id and f.proved_at is not null)) order by a.ordinal desc)
      from rows from (jsonb_to_recordset(b.accounts) as ("userId" text, "sessionId" text, at text, "codeProved" boolean))
        with ordinality a("userId", "sessionId", at, "codeProved", ordinal)
      join users u on u.instance_id = b.instance_id and u.user_id = a."userId"
      left join sessions s on s.instance_id = b.instance_id and s.session_id = a."sessionId"
        and s.user_id = a."userId"
      where s.session_id is not null or u.created_at <= a.at::timestamptz) as accounts
  from browsers b
  left join ${secretsTable} x on x.instance_id = b.instance_id
    and ${isSecretOf({ streamType: 'browser', streamId: 'b.browser_id', id: '$3' })}
  where b.instance_id = $1 and b.browser_id = $2`

/**
 * Reads the browser of a cookie, with one statement. A cookie that is missing, wrong or no longer counts is that of an unknown browser.
 * Sessions that ended anywhere, and removed users, are gone from the next read on, also if the id of a user is used again. With `read` the row may be kept.
 */
export async function readBrowser(
  { database, log }: Pick<Deps, 'database' | 'log'>,
  { instance, now }: Pick<Call, 'instance' | 'now'>,
  cookie: string | undefined,
  read: Read = ({ load }) => load(),
): Promise<Browser | undefined> {
  const token = cookie === undefined ? undefined : browserToken.parse(cookie)
  if (token === undefined) return undefined
  const { browserId: id, secretId, secret } = token
  const row = await read({
    kind: 'browser',
    key: `${instance.id} ${id} ${secretId}`,
    load: async () => (await database.find<BrowserRow>(statement, [instance.id, id, secretId]))[0],
    readFrom: (found) => found && readFromOf(instance.id, [{ browser: [id], ...peopleOf(found) }]),
  })
  if (!row || row.sealed === null || !countsSecret(stateOf(row), secretId, now)) return undefined
  const stream = { instanceId: instance.id, type: 'browser', id }
  if (!matchesDigest(secret, await log.unseal(stream, secretId, row.sealed))) return undefined
  const accounts = (row.accounts ?? []).map((account) => heldAccount(account, now))
  return { id, secretId, accounts, language: row.language }
}

function peopleOf({ held }: BrowserRow) {
  return {
    user: held.map(({ userId }) => userId),
    session: held.flatMap(({ sessionId }) => sessionId ?? []),
  }
}

function stateOf({ secret_id: secretId, previous_secret_id, previous_until }: BrowserRow) {
  if (previous_secret_id === null || previous_until === null) return { secretId, previous: null }
  return { secretId, previous: { secretId: previous_secret_id, until: previous_until } }
}

function heldAccount(row: AccountRow, now: Date): HeldAccount {
  const { sessionId, tokenId, expiresAt, proved, codeProved, ...remembered } = row
  const expired = expiresAt !== null && new Date(expiresAt) <= now
  if (sessionId === null || tokenId === null || expired)
    return { ...remembered, live: false, sessionId: null }
  return { ...remembered, live: true, sessionId, tokenId, proved, codeProved: codeProved === true && !proved }
}

/** Returns the account whose session this is; undefined if the browser does not hold it. */
export function accountOfSession(
  browser: Pick<Browser, 'accounts'> | undefined,
  sessionId: string,
): LiveAccount | undefined {
  return browser?.accounts.find((account): account is LiveAccount => account.sessionId === sessionId)
}
