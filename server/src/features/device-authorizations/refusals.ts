import { refuse } from '../../kernel/refusal.ts'

export const deviceNotFound = refuse(
  'device_authorization.not_found',
  'not_found',
  'no device waits with this code; check the code on the device, or let it show a new one',
)
export const deviceHandled = refuse(
  'device_authorization.handled',
  'failed_precondition',
  'this device was answered already, or its code has expired; let it show a new one',
)
export const decisionMissing = refuse(
  'device_authorization.decision_missing',
  'invalid_argument',
  'the decision is missing; send a session, or deny',
)
export const deviceUnproved = refuse(
  'device_authorization.not_proved',
  'permission_denied',
  'this session has not proved enough for its user; check a factor on it, or call with the permission session.link',
)
export const deviceOtherOrganization = refuse(
  'device_authorization.other_organization',
  'failed_precondition',
  'the application accepts only users of one organization, and this user belongs to another; choose another user',
)
export const deviceGuessed = refuse(
  'device_authorization.guessed',
  'resource_exhausted',
  'too many wrong codes were sent; wait a minute',
)
export const deviceGrantRemoved = refuse(
  'device_authorization.grant_removed',
  'failed_precondition',
  'the application of this device may not use device codes any more; add the grant to it, or deny the device',
)
/** Refuses a session whose level is below the one that the application demands. */
export const deviceAcrUnmet = (demanded: number, level: number) =>
  refuse(
    'device_authorization.acr_unmet',
    'failed_precondition',
    `the application demands urn:sallyport:aal:${demanded} and this session has urn:sallyport:aal:${level}; check another factor on the session`,
  )
