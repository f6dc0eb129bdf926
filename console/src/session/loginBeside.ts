import type { INavigator } from 'oidc-client-ts'
import type { TryReply } from './tryCallback.ts'

/** The channel over which the window of a login hands its answer to the page that waits for it. */
export const loginChannel = 'sallyport-login'

const mark = 'sallyport.login'

/** Opens an empty window for a login beside the page; null if the browser opens none. Call it at a click, before anything is awaited. */
export function openBeside(): Window | null {
  const opened = open('', '_blank')
  // It begins with a copy of what this tab keeps, tokens included.
  opened?.sessionStorage.clear()
  opened?.sessionStorage.setItem(mark, 'true')
  return opened
}

/** Whether this window was opened for a login beside a page, which redeems the code; true once. */
export function endsBeside(): boolean {
  const isMarked = sessionStorage.getItem(mark) !== null
  sessionStorage.removeItem(mark)
  return isMarked
}

/** Leads the window to the login, and waits until the page at its end hands back what came. The window may lose sight of its opener. */
export function navigatorOf(opened: Window): INavigator {
  return {
    prepare: async () => ({
      navigate: ({ url, state }) =>
        new Promise((resolve) => {
          const channel = new BroadcastChannel(loginChannel)
          channel.onmessage = ({ data: { query } }: MessageEvent<TryReply>) => {
            if (new URLSearchParams(query).get('state') !== state) return
            channel.close()
            resolve({ url: `${location.origin}/${query}` })
          }
          opened.location.href = url
        }),
      close: () => opened.close(),
    }),
    callback: () => Promise.reject(new Error('the page at the end of a login hands its answer back')),
  }
}
