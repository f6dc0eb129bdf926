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
  return shownCode(randomCode(alphabet, 8))
}

/** Returns a user code as it is shown, however it was typed: case, spaces and hyphens do not count. Undefined if it cannot be one. */
export function parseUserCode(text: string): string | undefined {
  const letters = text
    .slice(0, 40)
    .toUpperCase()
    .replace(/[^A-Z]/g, '')
  return letters.length === 8 ? shownCode(letters) : undefined
}

function shownCode(letters: string): string {
  return `${letters.slice(0, 4)}-${letters.slice(4)}`
}

/** Returns the MAC under which a user code is found, however it was typed; undefined if it cannot be one. */
export async function userCodeMac(
  log: Pick<EventLog, 'mac'>,
  instanceId: string,
  text: string,
): Promise<string | undefined> {
  const code = parseUserCode(text)
  if (code === undefined) return undefined
  return (await log.mac(instanceId, 'device user code', code.replace('-', ''))).toString('base64url')
}
