import { type Refusal, refuse } from '../../../kernel/refusal.ts'

const expiryPast = refuse(
  'machine_credential.expiry_past',
  'invalid_argument',
  'the expiration date must lie in the future',
)

/** A new credential must live at least for a moment. */
export function checkExpiry(expiresAt: Date, now: Date): Refusal | undefined {
  return expiresAt > now ? undefined : expiryPast
}
