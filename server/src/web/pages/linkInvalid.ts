import { refuse } from '../../kernel/refusal.ts'

/** The refusal of a mailed link, whatever is wrong with it: it tells nobody which users there are. */
export const linkInvalid = refuse(
  'page.link_invalid',
  'invalid_argument',
  'the link is wrong, used or expired; request a new one',
)
