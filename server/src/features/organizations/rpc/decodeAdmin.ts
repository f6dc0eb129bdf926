import type { MessageShape } from '@bufbuild/protobuf'
import type { AddOrganizationRequest_AdminSchema } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import type { CreateOrganizationRequest_AdminSchema } from '@zitadel/proto/zitadel/org/v2beta/org_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { orgId as brandOrg, userId as brandUser } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import { type HumanInput, type PreparedHuman, prepareHuman } from '../../accounts/index.ts'
import type { Deps } from '../../manifest.ts'
import type { NewPassword } from '../../passwords/index.ts'
import type { Profile } from '../../users/index.ts'
import type { NewAdmin } from '../createOrganization.ts'

type AdminMessage =
  | MessageShape<typeof AddOrganizationRequest_AdminSchema>
  | MessageShape<typeof CreateOrganizationRequest_AdminSchema>
type HumanMessage = Extract<AdminMessage['userType'], { case: 'human' }>['value']

const adminUntyped = refuse(
  'organizations.admin_untyped',
  'unimplemented',
  'an administrator is either an existing user or a new person; name one of them',
)
/** An administrator as the message names it, with its password hashed. */
export async function decodeAdmin(
  deps: Deps,
  call: Call,
  orgId: string,
  { userType, roles }: AdminMessage,
): Promise<NewAdmin & { readonly created?: PreparedHuman }> {
  switch (userType.case) {
    case 'userId':
      return { kind: 'existing', userId: userType.value, roles }
    case 'human': {
      const created = await prepareHuman(deps, call, brandOrg(orgId), decodeHuman(userType.value))
      return { kind: 'new', user: created, created, roles }
    }
    case undefined:
      throw new DomainError(adminUntyped)
  }
}

function decodeHuman(human: HumanMessage): HumanInput {
  const { phone } = human
  return {
    userId: human.userId ? brandUser(human.userId) : undefined,
    username: human.username || undefined,
    profile: decodeProfile(human.profile),
    email: {
      address: human.email?.email ?? '',
      verification: human.email?.verification ?? { case: undefined },
    },
    phone: phone?.phone
      ? { number: phone.phone, verification: decodePhoneProof(phone.verification) }
      : undefined,
    password: decodePassword(human.passwordType),
    metadata: human.metadata,
    idpLinks: human.idpLinks,
    totpSecret: human.totpSecret,
  }
}

function decodeProfile(profile: HumanMessage['profile']): Profile {
  const genders = ['unspecified', 'female', 'male', 'diverse'] as const
  return {
    givenName: profile?.givenName.trim() ?? '',
    familyName: profile?.familyName.trim() ?? '',
    nickName: profile?.nickName ?? '',
    displayName: profile?.displayName ?? '',
    language: profile?.preferredLanguage || 'und',
    gender: genders[profile?.gender ?? 0] ?? 'unspecified',
  }
}

function decodePhoneProof(
  verification: NonNullable<HumanMessage['phone']>['verification'],
): HumanInput['email']['verification'] {
  return verification.case === 'sendCode' ? { case: 'sendCode', value: {} } : verification
}

function decodePassword(sent: HumanMessage['passwordType']): NewPassword | undefined {
  switch (sent.case) {
    case 'password':
      return { kind: 'plain', password: sent.value.password, changeRequired: sent.value.changeRequired }
    case 'hashedPassword':
      return { kind: 'hash', hash: sent.value.hash, changeRequired: sent.value.changeRequired }
    case undefined:
      return undefined
  }
}
