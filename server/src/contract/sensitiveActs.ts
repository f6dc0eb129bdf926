import type { DescMessage, DescMethod, MessageShape } from '@bufbuild/protobuf'

/** Methods by their names, which mean the same in every generation: acts that destroy, give power, or replace keys and secrets. */
const always: ReadonlySet<string> = new Set([
  'RemoveOrg',
  'DeleteOrganization',
  'RemoveUser',
  'DeleteUser',
  'RemoveProject',
  'DeleteProject',
  'RemoveApp',
  'DeleteApplication',
  'AddIAMMember',
  'UpdateIAMMember',
  'RemoveIAMMember',
  'AddOrgMember',
  'UpdateOrgMember',
  'RemoveOrgMember',
  'CreateAdministrator',
  'UpdateAdministrator',
  'DeleteAdministrator',
  'CreateWebKey',
  'ActivateWebKey',
  'DeleteWebKey',
  'RegenerateOIDCClientSecret',
  'RegenerateAPIClientSecret',
  'RegenerateClientSecret',
  'GenerateClientSecret',
])

/** Methods on the factors and the password of a user, whose id is their `userId`. */
const onOthers: ReadonlySet<string> = new Set([
  'SetPassword',
  'SetHumanPassword',
  'RemovePasskey',
  'RemoveU2F',
  'RemoveTOTP',
  'RemoveOTPSMS',
  'RemoveOTPEmail',
  'RemoveHumanPasswordless',
  'RemoveHumanAuthFactorU2F',
  'RemoveHumanAuthFactorOTP',
  'RemoveHumanAuthFactorOTPSMS',
  'RemoveHumanAuthFactorOTPEmail',
])

/** Whether a request is an act of which an instance may demand the reason; changes of one's own password and factors are none. */
export function isSensitive(
  { name }: Pick<DescMethod, 'name'>,
  message: MessageShape<DescMessage>,
  callerId: string,
): boolean {
  if (always.has(name)) return true
  return onOthers.has(name) && (message as { readonly userId?: unknown }).userId !== callerId
}

/** The names of all methods that may be sensitive. */
export const sensitiveNames: readonly string[] = [...always, ...onOthers]
