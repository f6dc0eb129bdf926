import type { X509Certificate } from 'node:crypto'
import type { RequestHeaders } from '../contract/dispatch.ts'
import type { CacheUse } from '../eventlog/cacheUse.ts'
import type { RequestReads } from '../eventlog/confirmedReads.ts'
import type { StreamJson } from '../eventlog/streamRow.ts'
import type { DryRunObserver, Writing } from '../eventlog/types.ts'
import type { InstanceId, OrgId } from '../kernel/ids.ts'
import type { JsonObject } from '../kernel/json.ts'
import { creatorOf, type Principal } from './principal.ts'

/** The instance of a request. `id` is '' for system calls that name none. */
export interface Instance {
  readonly id: InstanceId
  readonly name: string
  readonly defaultOrgId: OrgId
  readonly defaultLanguage: string
  readonly primaryDomain: string
}

/** Where the client believes it is talking to: `https://auth.example.com:8443` in its parts. */
export interface Origin {
  readonly url: string
  /** Host name without port; the WebAuthn relying party id. */
  readonly domain: string
  readonly secure: boolean
}

/** The context of a request: everything a handler reads apart from the message. */
export interface Call {
  readonly instance: Instance
  readonly principal: Principal
  /** The organization context: `x-zitadel-orgid`, else the caller's own; '' when there is none. */
  readonly orgId: OrgId
  /** True when the organization context came from the header. */
  readonly orgFromHeader: boolean
  readonly origin: Origin
  readonly headers: RequestHeaders
  /** The instant the request was accepted. */
  readonly now: Date
  readonly clientAddress: string
  /** Returns the certificate of the client's connection, as trusted proxies report it. */
  readonly certificate?: () => X509Certificate | undefined
  /** Returns the signal that aborts when the client no longer waits; a function, because most requests never need the signal. */
  readonly signal: () => AbortSignal | undefined
  /** Why the caller makes the change, for the log; undefined if the request gives no reason. */
  readonly reason?: string | undefined
  /** The language of the page of ours that makes the call (BCP 47). */
  readonly language?: string | undefined
  /** If set, run all checks and commit nothing. */
  readonly dryRun: DryRunObserver | undefined
  /** Fetched together with the caller's credential (see `Writing`). */
  readonly preloaded?: StreamJson | undefined
  readonly memos?: JsonObject | undefined
  readonly cacheUse?: CacheUse | undefined
  /** Set for pages: their reads, which may return kept values. */
  readonly reads?: RequestReads | undefined
  /** Minutes for which a proof is fresh, 0 without limit; undefined if the look-up did not read them. */
  readonly freshProofMinutes?: number | undefined
  /**
   * Authenticates the caller again, for a reply or a body that takes time: returns the call with the rights of now, or refuses. That a token
   * has expired or was renewed since does not count. Set for endpoints that take a token.
   */
  readonly again?: (() => Promise<Call>) | undefined
  /** Headers for the response; handlers add to them. */
  readonly responseHeaders: Record<string, string>
}

/** Returns the options that every unit of work of this request is opened with. */
export function writing(call: Call): Writing {
  return {
    instanceId: call.instance.id,
    creator: creatorOf(call.principal),
    now: call.now,
    reason: call.reason,
    language: call.language,
    dryRun: call.dryRun,
    preloaded: call.preloaded,
    memos: call.memos,
    cacheUse: call.cacheUse,
    read: call.reads?.read,
    cachedStreams: call.reads !== undefined,
    warn: (word) => addWarning(call.responseHeaders, word),
  }
}

/** The response header with what the caller should know although the request succeeded: a list of words (RFC 9651). */
const warningHeader = 'x-sallyport-warning'

function addWarning(headers: Record<string, string>, word: string): void {
  const known = headers[warningHeader]?.split(', ') ?? []
  headers[warningHeader] = [...new Set([...known, word])].join(', ')
}
