import type { Feature } from '../manifest.ts'
import { avatarFacet } from './avatarState.ts'
import { changeFacet } from './changeState.ts'
import { codeFailuresFacet } from './codeFailuresState.ts'
import { emailCodeFacet, initializationFacet, phoneCodeFacet } from './codeState.ts'
import { impersonationFacet } from './impersonationState.ts'
import { invitationFacet } from './invitationState.ts'
import { inviteFacet } from './inviteState.ts'
import { userLookup } from './lookupParts.ts'
import { metadataFacet } from './metadataState.ts'
import { foldedUserColumns, userMigrations } from './migrations.ts'
import { usernameTaken } from './refusals.ts'
import { settleUsername } from './settleUsername.ts'
import { userFacet } from './state.ts'

export { avatarFacet } from './avatarState.ts'
export { changeFacet } from './changeState.ts'
export { refuseExhausted } from './codeFailuresState.ts'
export { emailCodeFacet, initializationFacet, phoneCodeFacet } from './codeState.ts'
export { type MetadataEntry, removeMetadata, setMetadata } from './commands/changeMetadata.ts'
export {
  changeMachine,
  changeProfile,
  changeUsername,
  type MachineChange,
  type ProfileChange,
} from './commands/changeNames.ts'
export { deactivateUser, lockUser, reactivateUser, unlockUser } from './commands/changeStatus.ts'
export {
  type ContactProof,
  contactProofEvents,
  type NewHuman,
  type NewMachine,
  newHumanEvents,
  newMachineEvents,
} from './commands/newUser.ts'
export {
  addressLost,
  avatarAdded,
  avatarRemoved,
  contactEvents,
  domainClaimed,
  emailChanged,
  emailCodeAdded,
  emailCodeSent,
  emailVerified,
  humanAdded,
  initializationCodeAdded,
  initializationCodeSent,
  initializationFailed,
  initializationSucceeded,
  inviteCodeAdded,
  inviteCodeSent,
  inviteFailed,
  inviteSucceeded,
  machineAdded,
  phoneChanged,
  phoneCodeAdded,
  phoneCodeSent,
  phoneRemoved,
  phoneVerified,
  userDeactivated,
  userImpersonated,
  userLocked,
  usernameChanged,
  userReactivated,
  userRemoved,
  userUnlocked,
} from './events.ts'
export { isVerified, requireHuman, requireInitializedHuman } from './human.ts'
export { inviteFacet } from './inviteState.ts'
export { type CheckOutcome, lockEvents, releaseEvents, slowedBy } from './lockout.ts'
export { type MetadataState, metadataFacet } from './metadataState.ts'
export {
  findUserByLoginName,
  isHeldDomain,
  type LoginNames,
  loginNameKey,
  loginNamesOf,
  machineByLoginNameSql,
  preferredLoginName,
  selectLoginName,
  userByLoginNameSql,
} from './queries.ts'
export { notHuman, userMissing, userNotFound } from './refusals.ts'
export {
  refuseStrangersTo,
  requireRight,
  requireWriteRight,
  requireWriteRightFirst,
  type Within,
} from './rights.ts'
export {
  type Human,
  isLocked,
  isUsable,
  type Machine,
  type Profile,
  type UserState,
  type UserStatus,
  userFacet,
  userRowEvents,
} from './state.ts'
export { isTemporaryUsername, temporaryUsername } from './temporaryUsername.ts'

/** People and machines: identity, contact addresses, status and metadata. */
export const users: Feature = {
  name: 'users',
  migrations: userMigrations,
  tables: ['users', 'user_metadata', 'user_invitations'],
  folded: { users: foldedUserColumns, user_metadata: ['key'] },
  settleClash: { users: settleUsername },
  lookup: userLookup,
  facets: [
    userFacet,
    changeFacet,
    emailCodeFacet,
    phoneCodeFacet,
    initializationFacet,
    inviteFacet,
    invitationFacet,
    codeFailuresFacet,
    avatarFacet,
    metadataFacet,
    impersonationFacet,
  ],
  constraints: { users_username_unique: usernameTaken },
}
