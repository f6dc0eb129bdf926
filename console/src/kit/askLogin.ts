import type { useRestSender } from '../api/useRead.ts'
import { loginAddressTexts } from './loginAddressTexts.ts'

/** The reply of `POST /sallyport/v1/login-address/test`. */
interface Tried {
  readonly status: number | null
  readonly problem: string | null
}

const { status: replied, ...problems } = loginAddressTexts

/** Returns the warning if the server cannot reach a login of one's own; a question that fails prevents no change. */
export async function askLogin(
  send: ReturnType<typeof useRestSender>,
  baseUri: string,
): Promise<readonly string[]> {
  const path = '/sallyport/v1/login-address/test'
  const body = { baseUri: baseUri.trim() }
  const tried = await send<Tried>({ method: 'POST', path, body, asks: true }).catch(() => undefined)
  if (tried === undefined) return [problems.not_asked]
  const { status, problem } = tried
  if (problem === null) return []
  if (status !== null) return [replied(status)]
  return [Object.hasOwn(problems, problem) ? problems[problem as keyof typeof problems] : problems.failed]
}
