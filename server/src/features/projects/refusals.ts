import { refuse } from '../../kernel/refusal.ts'

export const projectNotFound = refuse(
  'projects.not_found',
  'not_found',
  'this project does not exist; check the id and the organization',
)
/** For writes inside a project, where clients expect a failed precondition. */
export const projectMissing = refuse(
  'projects.missing',
  'failed_precondition',
  'this project does not exist; create it first',
)
export const projectNameTaken = refuse(
  'projects.name_taken',
  'already_exists',
  'the organization has a project with this name; choose another name',
)
export const documentsTaken = refuse(
  'projects.documents_taken',
  'failed_precondition',
  'another project of the instance accepts metadata documents of clients; turn that off there first',
)
export const roleNotFound = refuse(
  'projects.role_not_found',
  'not_found',
  'the project has no role with this key; list its roles',
)
/** For grants and authorizations that name a role. */
export const roleMissing = refuse(
  'projects.role_missing',
  'failed_precondition',
  'a role is none of those that may be given here; list the roles of the project or of its grant',
)
export const grantNotFound = refuse(
  'projects.grant_not_found',
  'not_found',
  'this project grant does not exist; list the grants of the project',
)
/** For writes under a grant, where clients expect a failed precondition. */
export const grantMissing = refuse(
  'projects.grant_missing',
  'failed_precondition',
  'the project is not granted to this organization; grant it first',
)
export const grantExists = refuse(
  'projects.grant_exists',
  'already_exists',
  'the project is already granted to this organization; change the roles of that grant',
)
