import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'
import type { EventLog } from '../../eventlog/types.ts'
import { randomCode } from '../../kernel/crypto/randomCode.ts'

/** Device codes: `slp_dev_<authorization>_<code id>_<secret>`. */
export const deviceCodeText = tokenFormat('slp_dev', ['deviceAuthorizationId', 'codeId'])
/** A device code in its parts. */
export type DeviceCodeParts = TokenParts<'deviceAuthorizationId' | 'codeId'>

/** Seconds in which a person must answer, and the seconds between two polls (behaviour notes §5). */
export const deviceCodeLifetime = 300
export const pollInterval = 5

/** Letters without vowels and without those that look alike (RFC 8628 §6.1): 34 bits in eight letters. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXZ'

/** Returns a new user code as people see it, `XXXX-XXXX`. */
export function newUserCode(): string {
  const code = randomCode(alphabet, 8)
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** Returns the MAC under which a user code is found; case, spaces and hyphens do not count. Undefined if it cannot be one. */
export async function userCodeMac(
  log: Pick<EventLog, 'mac'>,
  instanceId: string,
  text: string,
): Promise<string | undefined> {
  const letters = text
    .slice(0, 40)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
  if (letters.length !== 8) return undefined
  return (await log.mac(instanceId, 'device user code', letters)).toString('base64url')
}
