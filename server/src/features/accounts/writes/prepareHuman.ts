import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Source } from '../../../database/search.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import { newId, type OrgId, type UserId, userId } from '../../../kernel/ids.ts'
import { accept, DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { type NewPassword, organizationKey, preparePassword } from '../../passwords/index.ts'
import { domainPolicy, newCode, passwordComplexityPolicy } from '../../settings/index.ts'
import { prepareTotp } from '../../totp/index.ts'
import { type MetadataEntry, newHumanEvents, type Profile, userFacet } from '../../users/index.ts'
import { parseEmail, parsePhone } from '../addresses.ts'
import { checkUrlTemplate, prepareProof, type Verification } from '../contactProof.ts'
import { acceptNames } from '../names.ts'
import { emptyName, parseUsername, refuseForeignDomain, usernameScope } from '../usernames.ts'
import { initializationStarted } from './initializeUser.ts'
import { newMetadata } from './newMetadata.ts'

const userExists = refuse(
  'user.already_exists',
  'failed_precondition',
  'a user with this id already exists; leave the id out to get a new one',
)
const idElsewhere = refuse(
  'user.id_elsewhere',
  'failed_precondition',
  'a removed user of another organization had this id; leave the id out to get a new one',
)
const idpUnknown = refuse(
  'user.idp_unknown',
  'failed_precondition',
  'the identity provider does not exist in this organization or instance; check the id',
)

/** A person to create, in every generation of the API. */
export interface HumanInput {
  readonly userId?: UserId | undefined
  /** The e-mail address by default. */
  readonly username?: string | undefined
  readonly profile: Omit<Profile, 'displayName'> & { readonly displayName?: string }
  readonly email: { readonly address: string; readonly verification: Verification }
  readonly phone?: { readonly number: string; readonly verification: Verification } | undefined
  readonly password?: NewPassword | undefined
  readonly metadata?: readonly MetadataEntry[]
  readonly idpLinks?: readonly unknown[]
  /** Base32. */
  readonly totpSecret?: string | undefined
  /** Starts an initialization: the person stays INITIAL until it has used a mailed code (v1). */
  readonly initialize?: boolean
}

/** A person ready to append: all checks that need no lock and all slow work are done. */
export interface PreparedHuman {
  readonly userId: UserId
  readonly emailCode: string | undefined
  readonly phoneCode: string | undefined
  /** Appends the person to this unit of work and returns its stream; refuses an id that is in use. */
  appendTo(tx: Transaction): Promise<Stream>
}

/** Checks names, addresses, templates and metadata in the contract's order; throws invalid_argument. */
function checkHumanFields(input: HumanInput) {
  const address = accept(parseEmail(input.email.address))
  const number = input.phone?.number ? accept(parsePhone(input.phone.number)) : undefined
  const username = accept<string>(parseUsername(input.username ?? address))
  if (!username) throw new DomainError(emptyName)
  const profile = acceptNames(input.profile)
  const metadata = newMetadata(input.metadata)
  const { verification } = input.email
  if (verification.case === 'sendCode') checkUrlTemplate(verification.value.urlTemplate)
  const app = input.totpSecret ? accept(prepareTotp(input.totpSecret)) : undefined
  return { address, number, username, profile, metadata, app }
}

/**
 * Prepares a person for an organization; the caller has checked the permission to create it. A hash as the password needs
 * `user.write` there in any case: the right to create an organization with its first people is not enough.
 */
export async function prepareHuman(
  deps: Pick<Deps, 'database'>,
  call: Pick<Call, 'instance' | 'now' | 'principal' | 'signal'>,
  orgId: OrgId,
  input: HumanInput,
): Promise<PreparedHuman> {
  if (input.password?.kind === 'hash') requirePermission(call, 'user.write', { orgId })
  const fields = checkHumanFields(input)
  const source = deps.database
  const policy = await domainPolicy(source, call.instance.id, orgId)
  await refuseForeignDomain(source, call.instance.id, orgId, policy, fields.username)
  const password = input.password && (await prepareOwnPassword(source, call, orgId, input.password))
  if (input.idpLinks && input.idpLinks.length > 0) throw new DomainError(idpUnknown)
  const email = await prepareProof(source, call, 'verify_email_code', input.email.verification)
  const phone =
    fields.number === undefined || input.phone === undefined
      ? undefined
      : {
          number: fields.number,
          ...(await prepareProof(source, call, 'verify_phone_code', input.phone.verification)),
        }
  const initialization = input.initialize ? await newCode(source, call, 'init_code') : undefined
  const events = newHumanEvents({
    username: fields.username,
    scope: usernameScope(policy, orgId),
    profile: { displayName: '', ...fields.profile },
    email: { address: fields.address, proof: email.proof },
    ...(phone && { phone }),
    extra: [
      ...(password ? [password.event] : []),
      ...fields.metadata,
      ...(fields.app?.events ?? []),
      ...(initialization ? [initializationStarted(initialization)] : []),
    ],
  })
  const given = input.userId || undefined
  const id = given ?? userId(newId())
  return {
    userId: id,
    emailCode: email.returned,
    phoneCode: phone?.returned,
    async appendTo(tx) {
      const user = given === undefined ? tx.begin({ type: 'user', id }) : await tx.load({ type: 'user', id })
      for (const code of [email.code, phone?.code, initialization]) {
        if (code) tx.seal(user, code.secretId, code.plain)
      }
      fields.app?.seal(tx, user)
      password?.seal(tx, user)
      const taken = refuseTakenId(user, orgId)
      if (taken) throw new DomainError(taken)
      await tx.append(user, events, { owner: orgId })
      return user
    },
  }
}

async function prepareOwnPassword(
  source: Source,
  call: Pick<Call, 'instance' | 'signal'>,
  orgId: OrgId,
  password: NewPassword,
) {
  const complexity = await passwordComplexityPolicy(source, call.instance.id, orgId)
  const organization = organizationKey({ instanceId: call.instance.id, owner: orgId })
  return preparePassword(password, complexity, { organization, signal: call.signal() })
}

/** Refuses ids in use; the id of a removed user can be used again in the same organization. */
export function refuseTakenId(user: Stream, orgId: OrgId): Refusal | undefined {
  if (user.state(userFacet).kind !== 'none') return userExists
  return user.owner !== '' && user.owner !== orgId ? idElsewhere : undefined
}
