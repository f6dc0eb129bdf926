import { systemStream } from '../../../access/level.ts'
import { type Config, ConfigError } from '../../../config/config.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import { randomCode } from '../../../kernel/crypto/randomCode.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { firstInstanceAdded } from '../events.ts'
import { domainTaken } from '../refusals.ts'
import { systemFacet } from '../state.ts'
import { type CreatedInstance, createInstance, type NewInstance } from './createInstance.ts'

const creator = 'system'
const expiryPast =
  'SALLYPORT_FIRST_INSTANCE_PAT_EXPIRATION: lies in the past, so the first tokens would be of no use; choose a later date, or leave it out'

/** The first instance and, unless it was configured, the administrator's one-time password. */
export interface FirstStart extends CreatedInstance {
  readonly password: string
}

/**
 * Creates the first instance of a database, once in its life. Returns undefined if it exists, even if another process
 * created it at the same time (the unique domain decides between them). `keepTokens` receives the machines' tokens
 * before the commit. Throws `ConfigError` if they would have expired.
 */
export async function firstStart(
  deps: Deps,
  config: Config,
  now: Date,
  keepTokens: NonNullable<NewInstance['beforeCommit']> = async () => undefined,
): Promise<FirstStart | undefined> {
  const system = await deps.log.load(systemStream)
  if (system.state(systemFacet).firstInstanceId !== '') return undefined
  if (config.firstInstance.patExpiration <= now) throw new ConfigError(expiryPast)
  const password = config.firstInstance.adminPassword ?? randomPassword()
  const created = await createUnlessTaken(deps, config, now, password, keepTokens)
  const instanceId = created?.instanceId ?? (await instanceOf(deps, config.externalDomain))
  await decideOn(deps.log, { instanceId: '', creator, now }, systemStream, (stream) => {
    const exists = stream.state(systemFacet).firstInstanceId !== ''
    return { events: exists ? [] : [firstInstanceAdded({ instanceId })], owner: 'system' }
  })
  return created && { ...created, password }
}

async function createUnlessTaken(
  deps: Deps,
  config: Config,
  now: Date,
  password: string,
  beforeCommit: NonNullable<NewInstance['beforeCommit']>,
): Promise<CreatedInstance | undefined> {
  const first = config.firstInstance
  try {
    return await createInstance(
      deps,
      { creator, now },
      {
        name: first.name,
        orgName: first.orgName,
        customDomain: config.externalDomain,
        human: {
          username: first.adminUsername,
          email: emailOf(first.adminUsername, config.externalDomain),
          emailVerified: true,
          givenName: first.orgName,
          familyName: 'Admin',
          preferredLanguage: 'en',
          password,
          passwordChangeRequired: first.adminPassword === undefined,
        },
        machine: {
          username: first.machineUsername,
          name: 'Administrator',
          token: { expiresAt: first.patExpiration },
        },
        loginClient: {
          username: 'login-client',
          name: 'Login client',
          token: { expiresAt: first.patExpiration },
        },
        beforeCommit,
      },
    )
  } catch (error) {
    if (error instanceof DomainError && error.refusal.code === domainTaken.code) return undefined
    throw error
  }
}

async function instanceOf(deps: Deps, domain: string): Promise<string> {
  const [row] = await deps.database.query<{ instance_id: string }>(
    'select instance_id from instance_domains where domain = $1',
    [domain],
  )
  return row?.instance_id ?? ''
}

/** Returns the username if it is an address, else an address at the instance's own domain. */
function emailOf(username: string, domain: string): string {
  return username.includes('@') ? username : `${username}@${domain}`
}

/** Returns 20 characters, five of each class that the default complexity requires. */
function randomPassword(): string {
  return ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '-+=!?']
    .map((alphabet) => randomCode(alphabet, 5))
    .join('')
}
