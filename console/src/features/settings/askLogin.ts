import type { PolicyValues } from '../../kit/policyField.ts'
import type { RestSender } from './policy.ts'
import { texts } from './texts.ts'

/** The reply of `POST /sallyport/v1/login-address/test`. */
interface Tried {
  readonly status: number | null
  readonly problem: string | null
}

const { loginProblems, loginStatus } = texts

/** Returns the warning if the login that all applications would get cannot be reached by the server; a question that fails prevents no change. */
export async function askLogin(
  send: RestSender,
  changed: PolicyValues,
  { required, baseUri }: PolicyValues,
): Promise<readonly string[]> {
  const isNew = 'baseUri' in changed || 'required' in changed
  if (!isNew || required !== true || typeof baseUri !== 'string' || baseUri.trim() === '') return []
  const path = '/sallyport/v1/login-address/test'
  const body = { baseUri: baseUri.trim() }
  const tried = await send<Tried>({ method: 'POST', path, body, asks: true }).catch(() => undefined)
  if (tried === undefined) return [loginProblems.not_asked]
  const { status, problem } = tried
  if (problem === null) return []
  if (status !== null) return [loginStatus(status)]
  return [
    problem in loginProblems ? loginProblems[problem as keyof typeof loginProblems] : loginProblems.failed,
  ]
}
