import { type Call, writing } from '../../../access/call.ts'
import { isLogin } from '../../../access/pagePrincipals.ts'
import { organizationInactive } from '../../../access/refusals.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { creatorsWithoutUser } from '../../../kernel/creators.ts'
import { newId, type OrgId, type UserId, userId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import { effectiveLoginPolicy } from '../../login-policies/index.ts'
import type { Deps } from '../../manifest.ts'
import { newRegistrationLink } from '../../passkeys/index.ts'
import { type ImportedCode, prepareImportedCodes } from '../../recovery-codes/index.ts'
import { domainPolicy } from '../../settings/index.ts'
import { type MetadataEntry, type NewMachine, newMachineEvents } from '../../users/index.ts'
import { refuseRegistration } from '../commands/refuseRegistration.ts'
import { acceptMachine } from '../names.ts'
import { decideOnUser } from '../target.ts'
import { emptyName, parseUsername, usernameScope } from '../usernames.ts'
import { newMetadata } from './newMetadata.ts'
import { type HumanInput, type PreparedHuman, prepareHuman, refuseTakenId } from './prepareHuman.ts'

const orgMissing = refuse(
  'user.org_missing',
  'failed_precondition',
  'the organization does not exist; check the organization id',
)

const idReserved = refuse(
  'user.id_reserved',
  'invalid_argument',
  'this id names callers of the audit log that are no users; choose another id, or leave it out to get a new one',
)

/** Refuses ids by which the log names the program, callers without a token, and system users. */
function refuseReservedId({ config }: Deps, id: string | undefined): void {
  const reserved = [...creatorsWithoutUser, ...config.systemUsers.keys()]
  if (id !== undefined && reserved.includes(id)) throw new DomainError(idReserved)
}

/**
 * Creates a person in an organization; the caller has checked `user.write` there. On our own pages people create themselves, where the
 * login policy allows it.
 */
export async function createHuman(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  input: HumanInput,
): Promise<PreparedHuman & { readonly user: Stream }> {
  refuseReservedId(deps, input.userId)
  const prepared = await prepareHuman(deps, call, orgId, input)
  const user = await append(deps, call, orgId, prepared, async (created, tx) => {
    if (isLogin(call.principal)) await holdRegistration(tx, orgId, input)
    return created
  })
  return { ...prepared, user }
}

/** A link with which an imported person registers a passkey. */
export interface ImportedLink {
  readonly link: string
  readonly lifetimeSeconds: number
}

/** A person of another system, with the recovery codes that they have. */
export interface ImportedHuman extends HumanInput {
  /** Whether they get a link to register a passkey. */
  readonly passwordless: boolean
  readonly recoveryCodes: readonly ImportedCode[]
}

/** Creates a person of another system in the context organization. */
export async function importHuman(
  deps: Deps,
  call: Call,
  input: ImportedHuman,
): Promise<{ readonly user: Stream; readonly registration?: ImportedLink }> {
  refuseReservedId(deps, input.userId)
  const prepared = await prepareHuman(deps, call, call.orgId, input)
  const codes = await prepareImportedCodes(call, call.orgId, input.recoveryCodes)
  return append(deps, call, call.orgId, prepared, async (user, tx) => {
    await codes?.appendTo(tx, user)
    if (!input.passwordless) return { user }
    const { events, ...registration } = await newRegistrationLink(tx, call, prepared.userId, call.orgId)
    await tx.append(user, events)
    return { user, registration }
  })
}

/** A machine to create. */
export interface MachineInput extends Pick<NewMachine, 'name' | 'description' | 'accessTokenType'> {
  readonly userId?: UserId | undefined
  /** The user id by default. */
  readonly username?: string | undefined
  readonly metadata?: readonly MetadataEntry[]
}

/** Creates a machine in an organization; the caller has checked `user.write` there. */
export async function createMachine(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  { userId: givenId, username, metadata, ...machine }: MachineInput,
): Promise<Stream> {
  refuseReservedId(deps, givenId)
  const id = givenId || userId(newId())
  const name = accept<string>(parseUsername(username || id))
  if (!name) throw new DomainError(emptyName)
  acceptMachine(machine)
  const extra = newMetadata(metadata)
  const scope = usernameScope(await domainPolicy(deps.database, call.instance.id, orgId), orgId)
  return decideOnUser(deps, call, { userId: id }, async (user, tx) => {
    await holdOrganization(tx, orgId)
    const events = [...newMachineEvents({ username: name, scope, ...machine }), ...extra]
    return refuseTakenId(user, orgId) ?? { events, owner: orgId }
  })
}

/** Appends a prepared person to an organization; `work` runs in the same unit of work. */
async function append<Result>(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  prepared: PreparedHuman,
  work: (user: Stream, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  const ref = { type: 'user', id: prepared.userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    await holdOrganization(tx, orgId)
    return work(await prepared.appendTo(tx), tx)
  })
  return result
}

/** Refuses what the login policy of an active organization does not allow people who create themselves. */
async function holdRegistration(tx: Transaction, orgId: OrgId, { password }: HumanInput): Promise<void> {
  const policy = await effectiveLoginPolicy(tx, tx.instanceId, orgId)
  accept(refuseRegistration(policy, { hasPassword: password !== undefined }))
  const rows = await tx.query(
    "select 1 from organizations where instance_id = $1 and org_id = $2 and state = 'active'",
    [tx.instanceId, orgId],
  )
  if (rows.length === 0) throw new DomainError(organizationInactive)
}

/** Refuses an organization that does not exist or is removed before this unit of work commits. */
async function holdOrganization(tx: Transaction, orgId: OrgId): Promise<void> {
  // Loaded before the query, so that a removal after the query is a conflict.
  tx.guard(await tx.load({ type: 'org', id: orgId }))
  const rows = await tx.find('select 1 from organizations where instance_id = $1 and org_id = $2', [
    tx.instanceId,
    orgId,
  ])
  if (rows.length === 0) throw new DomainError(orgMissing)
}
