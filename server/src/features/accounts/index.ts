import type { Feature } from '../manifest.ts'
import { followDomainPolicy } from './reactions.ts'
import { authService } from './rpc/authService.ts'
import { avatarEndpoints } from './rpc/avatarEndpoints.ts'
import { managementReads, managementWrites } from './rpc/managementService.ts'
import { userContacts, userReads, userWrites } from './rpc/userService.ts'

export { emailInvalid, parseEmail, parseTypedPhone } from './addresses.ts'
export { avatarUrl } from './avatarUrl.ts'
export { refuseRegistration } from './commands/refuseRegistration.ts'
export { profileLanguage } from './profileLanguage.ts'
export type { UserRow } from './queries.ts'
export { decodeHuman } from './rpc/decode.ts'
export { decodeProfileV1, decodeVerifiedV1 } from './rpc/decodeV1.ts'
export { loginNames, statusAt } from './rpc/encode.ts'
export type { UserQuery } from './userConditions.ts'
export { parseUsername } from './usernames.ts'
export { listUsers, readableUsers } from './userSearch.ts'
export { setOwnAvatar } from './writes/changeAvatar.ts'
export { finishInitialization } from './writes/initializeUser.ts'
export { type HumanInput, type PreparedHuman, prepareHuman } from './writes/prepareHuman.ts'
export { takeMailedCode } from './writes/takeMailedCode.ts'

/** Accounts over the API: people and machines created, read, changed and removed with everything that belongs to them. */
export const accounts: Feature = {
  name: 'accounts',
  reactions: [followDomainPolicy],
  handlers: (deps) => [
    userReads(deps),
    userWrites(deps),
    userContacts(deps),
    managementReads(deps),
    managementWrites(deps),
    authService(deps),
  ],
  endpoints: avatarEndpoints,
}
