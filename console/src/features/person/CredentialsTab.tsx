import { AuthenticationMethodType, UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { useCall } from '../../api/useCall.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import type { Human } from './account.ts'
import { FactorsSection } from './FactorsSection.tsx'
import { InviteSection } from './InviteSection.tsx'
import { PasswordSection } from './PasswordSection.tsx'
import { RegistrationSection } from './RegistrationSection.tsx'

/** With what a person logs in. */
export function CredentialsTab({ account }: { readonly account: Human }) {
  const { userId, orgId } = account
  const read = useCall(UserService.method.listAuthenticationMethodTypes, { userId }, { orgId })
  const kinds = read.data?.authMethodTypes
  const has = (...wanted: readonly AuthenticationMethodType[]) =>
    kinds !== undefined && wanted.some((kind) => kinds.includes(kind))
  const { PASSWORD, PASSKEY, IDP } = AuthenticationMethodType
  return (
    <>
      {read.error && <ProblemNotice error={read.error} />}
      {kinds && !has(PASSWORD, PASSKEY, IDP) && <InviteSection account={account} />}
      <PasswordSection account={account} hasPassword={has(PASSWORD)} />
      <FactorsSection account={account} />
      <RegistrationSection account={account} />
    </>
  )
}
