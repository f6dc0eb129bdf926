import { basePath } from './environment.ts'

/** Where the browser comes back to when an application is tried out from the console. */
export const tryCallbackPath = `${basePath}/try/callback`

/** What the page there tells the page that waits: the query of its address. */
export interface TryReply {
  readonly query: string
}

/** The channel between the two pages, which share nothing else. */
export const tryChannel = 'sallyport-try'
