import type { Source } from '../../database/search.ts'
import type { Transaction } from '../../eventlog/types.ts'
import { domainToFind } from '../../kernel/text/canonicalDomain.ts'
import { requiredLoginSql } from '../feature-flags/index.ts'
import { allowedLanguagesOf, restrictionsSql } from '../settings/index.ts'
import type { Channel, ProviderSettings } from './events.ts'

/** A provider's row; it names the secret but does not hold it. */
export interface ProviderRow {
  readonly provider_id: string
  readonly channel: Channel
  readonly active: boolean
  readonly description: string
  readonly settings: ProviderSettings
  readonly secret_id: string | null
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

const providerColumns =
  'provider_id, channel, active, description, settings, secret_id, created_at, changed_at, sequence'

/** Returns the active provider of a channel; undefined without one. */
export async function activeProvider(
  source: Source,
  instanceId: string,
  channel: Channel,
): Promise<ProviderRow | undefined> {
  const [row] = await source.query<ProviderRow>(
    `select ${providerColumns} from notification_providers where instance_id = $1 and channel = $2 and active`,
    [instanceId, channel],
  )
  return row
}

/** Whether a channel has an active provider. Runs in the append of every event that may cause a message, so it is a memo. */
export async function hasProvider(
  tx: Pick<Transaction, 'instanceId' | 'memo' | 'find'>,
  channel: Channel,
): Promise<boolean> {
  const active = await tx.memo<readonly string[]>(activeChannels, async () => {
    const rows = await tx.find<{ channel: string }>(
      'select channel from notification_providers where instance_id = $1 and active',
      [tx.instanceId],
    )
    return rows.map((row) => row.channel)
  })
  return active.includes(channel)
}

const activeChannels = 'notifications.active_channels'

/** SQL for the channels of the instance `i` with an active provider. */
export const activeChannelsSql = `array(select p.channel from notification_providers p
  where p.instance_id = i.instance_id and p.active order by p.channel)`

/** The look-up of the caller's credential reads the active channels too. */
export const activeChannelsMemo: Readonly<Record<string, string>> = { [activeChannels]: activeChannelsSql }

/** Returns a provider if it is of this channel. */
export async function providerById(
  source: Source,
  instanceId: string,
  channel: Channel,
  id: string,
): Promise<ProviderRow | undefined> {
  const [row] = await source.query<ProviderRow>(
    `select ${providerColumns} from notification_providers
      where instance_id = $1 and channel = $2 and provider_id = $3`,
    [instanceId, channel, id],
  )
  return row
}

/** Returns one page of a channel's providers of some kinds, by creation, and their total number. */
export async function listProviders(
  source: Source,
  instanceId: string,
  channel: Channel,
  kinds: readonly ProviderSettings['kind'][],
  page: { readonly offset: string; readonly limit: number; readonly asc: boolean },
): Promise<{ readonly rows: readonly ProviderRow[]; readonly total: number }> {
  const direction = page.asc ? 'asc' : 'desc'
  const where = `instance_id = $1 and channel = $2 and settings->>'kind' = any($3::text[])`
  const [rows, [counted]] = await Promise.all([
    source.query<ProviderRow>(
      `select ${providerColumns} from notification_providers where ${where}
        order by created_at ${direction}, provider_id ${direction} limit $4 offset $5`,
      [instanceId, channel, kinds, page.limit, page.offset],
    ),
    source.query<{ total: number }>(
      `select count(*)::int as total from notification_providers where ${where}`,
      [instanceId, channel, kinds],
    ),
  ])
  return { rows, total: counted?.total ?? 0 }
}

/** What notices depend on that an event replaces. */
interface CommittedPerson {
  readonly username: string
  readonly email: string
  readonly email_verified: boolean
}

/** Returns a person's name and address in the committed state; inside a transaction that changes them, these are the old ones. */
export async function committedPerson(
  source: Source,
  instanceId: string,
  userId: string,
): Promise<CommittedPerson | undefined> {
  const [row] = await source.query<CommittedPerson>(
    'select username, email, email_verified from users where instance_id = $1 and user_id = $2',
    [instanceId, userId],
  )
  return row
}

/** The properties of an instance that its messages contain. */
export interface Sender {
  readonly domain: string
  readonly defaultLanguage: string
  readonly allowedLanguages: readonly string[]
  /** The base URI of the login that the instance has for all applications; '' for none. */
  readonly ownLogin: string
}

/** Returns an instance as messages name it; undefined if it was removed. */
export async function senderInstance(source: Source, instanceId: string): Promise<Sender | undefined> {
  const [row] = await source.query<{
    domain: string | null
    default_language: string
    restrictions: Parameters<typeof allowedLanguagesOf>[0]
    own_login: string | null
  }>(
    `select d.domain, i.default_language, ${restrictionsSql('i.instance_id')} as restrictions,
       ${requiredLoginSql('i.instance_id')} as own_login from instances i
       left join instance_domains d on d.instance_id = i.instance_id and d.is_primary
      where i.instance_id = $1`,
    [instanceId],
  )
  return (
    row && {
      domain: row.domain ?? '',
      defaultLanguage: row.default_language,
      allowedLanguages: allowedLanguagesOf(row.restrictions),
      ownLogin: row.own_login ?? '',
    }
  )
}

/** Whether a domain is one of the instance's hosts. */
export async function isInstanceDomain(source: Source, instanceId: string, domain: string): Promise<boolean> {
  const rows = await source.query('select 1 from instance_domains where instance_id = $1 and domain = $2', [
    instanceId,
    domainToFind(domain),
  ])
  return rows.length > 0
}
