import { type Call, writing } from '../../../access/call.ts'
import { loginCall } from '../../../access/pagePrincipals.ts'
import type { SetCookie } from '../../../contract/endpoint.ts'
import type { Deps } from '../../manifest.ts'
import { newBrowserId, newBrowserSecret } from '../cookie.ts'
import { browserAdded, browserLanguageSet } from '../events.ts'
import type { BrowserHandle } from '../queries.ts'
import { loadBrowser } from './loadBrowser.ts'

/** Keeps the language that a person has chosen in this browser; null for the one that it asks for. Returns the cookie of a new browser. */
export async function setLanguage(
  { log }: Pick<Deps, 'log'>,
  call: Call,
  browser: BrowserHandle | undefined,
  language: string | null,
): Promise<SetCookie | undefined> {
  const { result } = await log.transact(writing(loginCall(call)), undefined, async (tx) => {
    const before = browser && (await loadBrowser(tx, browser))
    if (before?.known) {
      if (before.known.language !== language)
        await tx.append(before.stream, [browserLanguageSet({ language })])
      return undefined
    }
    const stream = tx.begin({ type: 'browser', id: newBrowserId() })
    const { secretId, setCookie } = newBrowserSecret(tx, stream)
    const events = [browserAdded({ secretId }), browserLanguageSet({ language })]
    await tx.append(stream, events, { owner: tx.instanceId })
    return setCookie
  })
  return result
}
