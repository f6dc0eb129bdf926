import type { MessageShape } from '@bufbuild/protobuf'
import type {
  AddInstanceRequestSchema,
  CreateInstanceRequestSchema,
} from '@sallyport/contract/zitadel/system_pb.js'
import type { Config } from '../../../config/config.ts'
import { accept } from '../../../kernel/refusal.ts'
import { profileLanguage } from '../../accounts/index.ts'
import { expiryOf } from '../../machine-credentials/index.ts'
import type { NewInstance } from '../writes/createInstance.ts'
import type { FirstHuman } from '../writes/firstUsers.ts'

/**
 * Reads a CreateInstance message; an owner it leaves out becomes a person with the configured defaults. Refuses credentials that
 * would have expired.
 */
export function decodeCreate(
  config: Config,
  request: MessageShape<typeof CreateInstanceRequestSchema>,
  now: Date,
): NewInstance {
  const { owner } = request
  if (owner.case !== 'machine')
    return { ...decodeFrame(request), human: decodeOwner(config, request, owner.value) }
  const { userName, name, personalAccessToken, machineKey } = owner.value
  const machine = {
    username: userName,
    name: name || userName,
    ...(personalAccessToken && {
      token: { expiresAt: accept(expiryOf(personalAccessToken.expirationDate, now)) },
    }),
    ...(machineKey && { key: { expiresAt: accept(expiryOf(machineKey.expirationDate, now)) } }),
  }
  return { ...decodeFrame(request), machine }
}

/** Reads an AddInstance message; fields of the owner that it leaves out have the configured defaults. */
export function decodeAdd(
  config: Config,
  request: MessageShape<typeof AddInstanceRequestSchema>,
): NewInstance {
  const owner = {
    userName: request.ownerUserName,
    email: request.ownerEmail,
    profile: request.ownerProfile,
    password: request.ownerPassword,
  }
  return { ...decodeFrame(request), human: decodeOwner(config, request, owner) }
}

interface Frame {
  readonly instanceName: string
  readonly firstOrgName: string
  readonly customDomain: string
  readonly defaultLanguage: string
}

function decodeFrame(request: Frame): NewInstance {
  return {
    name: request.instanceName,
    orgName: request.firstOrgName,
    defaultLanguage: request.defaultLanguage,
    ...(request.customDomain === '' ? {} : { customDomain: request.customDomain }),
  }
}

interface Owner {
  readonly userName: string
  readonly email?: { readonly email: string; readonly isEmailVerified: boolean } | undefined
  readonly profile?:
    | { readonly firstName: string; readonly lastName: string; readonly preferredLanguage: string }
    | undefined
  readonly password?: { readonly password: string; readonly passwordChangeRequired: boolean } | undefined
}

/** Fills the gaps with the configuration of the first administrator, who has no password unless one is configured. */
function decodeOwner(
  { firstInstance, externalDomain }: Config,
  { instanceName }: Frame,
  owner: Owner | undefined,
): FirstHuman {
  const { adminUsername, adminPassword } = firstInstance
  const fallback = adminUsername.includes('@') ? adminUsername : `${adminUsername}@${externalDomain}`
  const password = owner?.password?.password || adminPassword
  return {
    username: owner?.userName || owner?.email?.email || adminUsername,
    email: owner?.email?.email || fallback,
    emailVerified: owner?.email?.isEmailVerified ?? true,
    givenName: owner?.profile?.firstName || instanceName.trim() || 'Instance',
    familyName: owner?.profile?.lastName || 'Admin',
    preferredLanguage: profileLanguage(owner?.profile?.preferredLanguage || 'en'),
    ...(password !== undefined && { password }),
    passwordChangeRequired: owner?.password?.password ? owner.password.passwordChangeRequired : true,
  }
}
