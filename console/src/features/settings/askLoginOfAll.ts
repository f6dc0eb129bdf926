import { askLogin } from '../../kit/askLogin.ts'
import type { PolicyValues } from '../../kit/policyField.ts'
import type { RestSender } from './policy.ts'

/** Returns the warning if the login that all applications would get cannot be reached by the server. */
export async function askLoginOfAll(
  send: RestSender,
  changed: PolicyValues,
  { required, baseUri }: PolicyValues,
): Promise<readonly string[]> {
  const isNew = 'baseUri' in changed || 'required' in changed
  if (!isNew || required !== true || typeof baseUri !== 'string' || baseUri.trim() === '') return []
  return askLogin(send, baseUri)
}
