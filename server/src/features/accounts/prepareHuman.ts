import type { Call } from '../../access/call.ts'
import type { Transaction } from '../../eventlog/types.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { type NewPassword, preparePassword } from '../passwords/index.ts'
import { domainPolicy, newCode, passwordComplexityPolicy } from '../settings/index.ts'
import { prepareTotp } from '../totp/index.ts'
import { metadataSet, newHumanEvents, type Profile } from '../users/index.ts'
import { parseEmail, parsePhone } from './addresses.ts'
import { checkUrlTemplate, prepareProof, type Verification } from './contactInput.ts'
import { initializationCodeAdded } from './initialization.ts'
import { appendNewUser } from './newUser.ts'
import { emptyName, idpUnknown, metadataInvalid } from './refusals.ts'
import { refuseForeignDomain, usernameScope } from './usernames.ts'

/** A person to be, as any generation of the API describes one. */
export interface HumanInput {
  readonly userId?: string | undefined
  /** The e-mail address when left out. */
  readonly username?: string | undefined
  readonly profile: Omit<Profile, 'displayName'> & { readonly displayName?: string }
  readonly email: { readonly address: string; readonly verification: Verification }
  readonly phone?: { readonly number: string; readonly verification: Verification } | undefined
  readonly password?: NewPassword | undefined
  readonly metadata?: readonly { readonly key: string; readonly value: Uint8Array }[]
  readonly idpLinks?: readonly unknown[]
  /** Base32. */
  readonly totpSecret?: string | undefined
  /** Begins an initialization: the person stays INITIAL until it has used a mailed code (v1). */
  readonly initialize?: boolean
}

/** A person ready to be written: everything checked that needs no lock, everything slow done. */
export interface PreparedHuman {
  readonly userId: string
  readonly emailCode: string | undefined
  readonly phoneCode: string | undefined
  /** Appends the person to this unit of work; refuses an id that is taken. */
  appendTo(tx: Transaction): Promise<void>
}

/** Checks the fields alone: names, addresses, templates, metadata, in the contract's order; throws invalid_argument. */
function checkHumanFields(input: HumanInput) {
  const address = accept(parseEmail(input.email.address))
  const number = input.phone?.number ? accept(parsePhone(input.phone.number)) : undefined
  const username = (input.username ?? address).trim()
  const names = { givenName: input.profile.givenName.trim(), familyName: input.profile.familyName.trim() }
  if (!username || !names.givenName || !names.familyName) throw new DomainError(emptyName)
  for (const { key, value } of input.metadata ?? []) {
    if (!key.trim() || value.length === 0) throw new DomainError(metadataInvalid)
  }
  if (input.email.verification.case === 'sendCode')
    checkUrlTemplate(input.email.verification.value.urlTemplate)
  const app = input.totpSecret ? accept(prepareTotp(input.totpSecret)) : undefined
  return { address, number, username, names, app }
}

/** Prepares a person for an organization that exists; the caller has checked the right to do so. */
export async function prepareHuman(
  deps: Pick<Deps, 'database'>,
  call: Pick<Call, 'instance' | 'now'>,
  orgId: string,
  input: HumanInput,
): Promise<PreparedHuman> {
  const fields = checkHumanFields(input)
  const source = deps.database
  const policy = await domainPolicy(source, call.instance.id, orgId)
  await refuseForeignDomain(source, call.instance.id, orgId, policy, fields.username)
  const complexity = await passwordComplexityPolicy(source, call.instance.id, orgId)
  const password = input.password && (await preparePassword(input.password, complexity))
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
    profile: { displayName: '', ...input.profile, ...fields.names },
    email: { address: fields.address, proof: email.proof },
    ...(phone && { phone }),
    extra: [
      ...(password ? [password.event] : []),
      ...(input.metadata ?? []).map(({ key, value }) => metadataSet(key, value)),
      ...(fields.app?.events ?? []),
      ...(initialization ? [initializationCodeAdded(initialization)] : []),
    ],
  })
  const userId = input.userId || newId()
  return {
    userId,
    emailCode: email.returned,
    phoneCode: phone?.returned,
    appendTo: async (tx) => {
      const user = await tx.load({ type: 'user', id: userId })
      for (const code of [email.code, phone?.code, initialization]) {
        if (code) tx.seal(user, code.secretId, code.plain)
      }
      fields.app?.seal(tx, user)
      password?.seal(tx, user)
      await appendNewUser(tx, user, events, orgId)
    },
  }
}
