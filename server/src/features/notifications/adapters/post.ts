import { codeOf, DeliveryError } from './outgoing.ts'

const timeoutMilliseconds = 10_000

/** Posts to a provider, follows no redirect, waits 10 s at most; any answer but 2xx is a `DeliveryError`. */
export async function post(
  endpoint: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  let status: number
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    })
    status = response.status
    await response.body?.cancel()
  } catch (error) {
    throw new DeliveryError(`the provider could not be reached: ${codeOf(error)}`)
  }
  if (status < 200 || status > 299) throw new DeliveryError(`the provider answered HTTP ${status}`)
}
