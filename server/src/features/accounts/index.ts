import type { Feature } from '../manifest.ts'
import { followDomainPolicy } from './followDomainPolicy.ts'
import { authServiceReads } from './rpc/authServiceReads.ts'
import { authServiceWrites } from './rpc/authServiceWrites.ts'
import { avatarEndpoints } from './rpc/avatarEndpoints.ts'
import { managementServiceContacts } from './rpc/managementServiceContacts.ts'
import { managementServiceReads } from './rpc/managementServiceReads.ts'
import { managementServiceWrites } from './rpc/managementServiceWrites.ts'
import { userServiceReads } from './rpc/userServiceReads.ts'
import { userServiceUpdates } from './rpc/userServiceUpdates.ts'
import { userServiceWrites } from './rpc/userServiceWrites.ts'

export { type HumanInput, type PreparedHuman, prepareHuman } from './prepareHuman.ts'

/** Whole accounts over the API: people and machines created, read, changed and removed with all that belongs to them. */
export const accounts: Feature = {
  name: 'accounts',
  reactions: [followDomainPolicy],
  handlers: (deps) => [
    userServiceReads(deps),
    userServiceWrites(deps),
    userServiceUpdates(deps),
    managementServiceReads(deps),
    managementServiceWrites(deps),
    managementServiceContacts(deps),
    authServiceReads(deps),
    authServiceWrites(deps),
  ],
  endpoints: avatarEndpoints,
}
