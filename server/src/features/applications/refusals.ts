import { refuse } from '../../kernel/refusal.ts'

export const appNotFound = refuse(
  'applications.not_found',
  'not_found',
  'this application does not exist; check the ids of project and application',
)
/** Of a request for an application that is not there any more. */
export const clientInactive = refuse(
  'oidc.client_inactive',
  'failed_precondition',
  'the application of this request was deactivated or removed; ask an administrator',
)
export const nameTaken = refuse(
  'applications.name_taken',
  'already_exists',
  'an application of the project has this name; choose another name',
)
export const idTaken = refuse(
  'applications.id_taken',
  'failed_precondition',
  'an application with this id exists; choose another id or none',
)
export const resourceTaken = refuse(
  'applications.resource_taken',
  'already_exists',
  'another application has this resource; choose another URI or remove it there',
)
export const keyNotFound = refuse(
  'applications.key_not_found',
  'not_found',
  'the application does not have this key; list its keys',
)
