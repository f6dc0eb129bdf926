import { refuse } from '../../kernel/refusal.ts'

export const sessionNotHeld = refuse(
  'browser.session_not_held',
  'failed_precondition',
  'this browser is not signed in with this session any more; sign in again',
)
