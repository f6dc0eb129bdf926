import { isSecretOf, secretsTable } from '../../eventlog/joinedReads.ts'
import { checkClientSecret, clientSecretIdSql } from '../../features/machine-credentials/index.ts'
import { loginNameKey, machineByLoginNameSql, userRowEvents } from '../../features/users/index.ts'
import { type PresentedCredentials, wrongCredentials } from './clientAuth/presented.ts'
import { type LookupPart, oneRow, type Place } from './lookup.ts'
import type { OidcDeps } from './oidcDeps.ts'

/** The columns of a machine that is its own client. */
export interface MachineColumns {
  readonly machine_id: string | null
  readonly machine_org_id: string | null
  readonly machine_status: string | null
  readonly machine_org_active: boolean | null
  readonly machine_token_type: 'bearer' | 'jwt' | null
  readonly machine_sequence: number | null
  readonly machine_secret_id: string | null
  readonly machine_sealed: Buffer | null
}

const loginKeys = ['login_name', 'login_user', 'login_domain', 'other_than'] as const
const loginKey = { login_name: 'w.login_name', login_user: 'w.login_user', login_domain: 'w.login_domain' }

/** Reads the first machine with the login name of the key that is another than `other_than`, and its sealed secret. */
export const machinePart: LookupPart<(typeof loginKeys)[number], MachineColumns> = {
  keys: loginKeys,
  joins: `${oneRow('m', machineByLoginNameSql('i.instance_id', loginKey, 'w.other_than'))}
    ${oneRow(
      'ms',
      `select s.sequence, ${clientSecretIdSql('s')} as secret_id from streams s
        where s.instance_id = i.instance_id and s.stream_type = 'user' and s.stream_id = m.user_id`,
    )}
    ${oneRow(
      'mk',
      `select x.sealed from ${secretsTable} x where x.instance_id = i.instance_id and ${isSecretOf({ streamType: 'user', streamId: 'm.user_id', id: 'ms.secret_id' })}`,
    )}`,
  columns: {
    machine_id: 'm.user_id',
    machine_org_id: 'm.org_id',
    machine_status: 'm.status',
    machine_org_active: `not exists (select 1 from organizations mo
      where mo.instance_id = i.instance_id and mo.org_id = m.org_id and mo.state <> 'active')`,
    machine_token_type: 'm.access_token_type',
    machine_sequence: 'ms.sequence',
    machine_secret_id: 'ms.secret_id',
    machine_sealed: 'mk.sealed',
  },
  reads: ({ machine_id }) => (machine_id === null ? undefined : { user: [machine_id] }),
  // Another user may get the login name.
  events: userRowEvents,
}

/** A machine that has proved its client secret. */
export interface AuthenticatedMachine {
  readonly userId: string
  readonly orgId: string
  /** Its client id: the login name that the request used, or its own id if that name means another machine first (RFC 6749 §2.2). */
  readonly clientId: string
  readonly accessTokenType: 'bearer' | 'jwt'
  /** The position of its stream at which the secret was read. */
  readonly userSequence: number
  readonly secretId: string
}

/** Returns the key of `machinePart` for a client id. */
export function machineKey(clientId: string, otherThan = '') {
  return { ...loginNameKey(clientId), other_than: otherThan }
}

type FoundMachine = Place & { readonly row: MachineColumns }

/**
 * Returns the machine with the presented client id and secret, if it and its organization are active, and the look-up that found it;
 * throws `invalid_client`. Two machines can have the client id, because usernames with the domain of another organization are not refused
 * to machines. `lookUp` finds the second one if the secret is not that of the first: neither keeps the other from its tokens.
 * Guesses are neither counted nor delayed, for the reason of `clientSecret`.
 */
export async function authenticateMachine<Found extends FoundMachine>(
  on: Pick<OidcDeps, 'log'>,
  presented: PresentedCredentials,
  found: Found,
  lookUp: (key: ReturnType<typeof machineKey>) => Promise<Found>,
): Promise<{ readonly found: Found; readonly machine: AuthenticatedMachine }> {
  const clientId = presented.clientId ?? ''
  const first = await proved(on, presented, found)
  if (first) return { found, machine: { ...first, clientId } }
  if (found.row.machine_id === null) throw wrongCredentials(presented)
  const next = await lookUp(machineKey(clientId, found.row.machine_id))
  const second = await proved(on, presented, next)
  if (second === undefined) throw wrongCredentials(presented)
  return { found: next, machine: { ...second, clientId: second.userId } }
}

/** Returns the machine of a row, if it and its organization are active and the presented secret is its own. */
async function proved(
  on: Pick<OidcDeps, 'log'>,
  presented: PresentedCredentials,
  { instanceId, now, row }: FoundMachine,
): Promise<Omit<AuthenticatedMachine, 'clientId'> | undefined> {
  const {
    machine_id: userId,
    machine_org_id: orgId,
    machine_secret_id: secretId,
    machine_sealed: sealed,
  } = row
  const secret = presented.kind === 'basic' || presented.kind === 'post' ? presented.secret : undefined
  const isActive = row.machine_status === 'active' && row.machine_org_active === true
  if (!isActive || userId === null || orgId === null || secretId === null || sealed === null || !secret) {
    return undefined
  }
  const writing = { instanceId, creator: userId, now }
  if (!(await checkClientSecret(on, writing, { userId, secretId, sealed }, secret))) return undefined
  return {
    userId,
    orgId,
    accessTokenType: row.machine_token_type ?? 'bearer',
    userSequence: row.machine_sequence ?? 0,
    secretId,
  }
}
