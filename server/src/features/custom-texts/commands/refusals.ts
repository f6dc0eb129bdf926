import { refuse } from '../../../kernel/refusal.ts'

export const languageUnsupported = refuse(
  'custom_text.language_unsupported',
  'invalid_argument',
  'texts can be written in supported languages only; ask for the list of supported languages',
)
export const textNotFound = refuse(
  'custom_text.not_found',
  'not_found',
  'there is no text of its own at this level; nothing is left to reset',
)
export const ownerNotFound = refuse(
  'custom_text.organization_not_found',
  'not_found',
  'no such organization; name one in the x-zitadel-orgid header',
)
