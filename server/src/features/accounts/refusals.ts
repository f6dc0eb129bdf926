import { refuse } from '../../kernel/refusal.ts'

export const userExists = refuse(
  'user.already_exists',
  'failed_precondition',
  'a user with this id exists already; leave the id out to get a new one',
)
export const idElsewhere = refuse(
  'user.id_elsewhere',
  'failed_precondition',
  'a removed user of another organization had this id; leave the id out to get a new one',
)
export const foreignDomain = refuse(
  'user.foreign_domain',
  'invalid_argument',
  'the part after @ is a verified domain of another organization; choose another username',
)
export const orgMissing = refuse(
  'user.org_missing',
  'failed_precondition',
  'no such organization; check the organization id',
)
export const emptyName = refuse(
  'user.name_empty',
  'invalid_argument',
  'username, given name and family name must not be blank',
)
export const emailInvalid = refuse(
  'user.email_invalid',
  'invalid_argument',
  'this is not an e-mail address; give it plain, as local@domain',
)
export const phoneInvalid = refuse(
  'user.phone_invalid',
  'invalid_argument',
  'this is not a phone number; give it in international form, as +41791234567',
)
export const metadataInvalid = refuse(
  'user.metadata_invalid',
  'invalid_argument',
  'metadata needs a key that is not blank and a value that is not empty',
)
export const idpUnknown = refuse(
  'user.idp_unknown',
  'failed_precondition',
  'no such identity provider in this organization or instance; check the id',
)
export const typeMissing = refuse(
  'user.type_missing',
  'invalid_argument',
  'say whether the user is human or machine',
)
