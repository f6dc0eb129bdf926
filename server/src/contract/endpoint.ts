import type { InboundCall } from './dispatch.ts'
import type { OwnHeader } from './ownHeaders.ts'

/** The part of a request that authentication reads, independent of the protocol. */
export type RequestHead = Pick<InboundCall, 'headers' | 'authority' | 'secure' | 'clientAddress'> &
  Partial<Pick<InboundCall, 'signal' | 'certificate' | 'target'>>

/**
 * The credential that an endpoint reads: none, a bearer token, or a browser's cookies. An endpoint of a `protocol` receives the
 * head of the request instead of a call: it looks up instance, client and token itself, in one statement.
 */
export type CredentialUse = 'anyone' | 'bearer' | 'protocol' | 'browser'

/** The other origins that may read the replies of an endpoint, never with credentials. */
export type CorsPolicy = 'none' | 'any origin'

/** The forms in which a body is read; a method without a body gives an empty one. */
export interface Bodies {
  readonly none: undefined
  readonly bytes: Uint8Array
  /** `application/x-www-form-urlencoded` */
  readonly form: URLSearchParams
  /** `application/json` or `application/*+json`; undefined if empty. */
  readonly json: unknown
}

/** The form that refusals take: plain text, the contract's JSON, OAuth's (RFC 6749 §5.2), SCIM's (RFC 7644 §3.12), or a page. */
export type RefusalForm = 'text' | 'contract' | 'oauth' | 'scim' | RefusalPage

/** Renders a refusal as HTML. */
export type RefusalPage = (refused: {
  readonly status: number
  readonly message: string
}) => (nonce: string) => string

/** The cookies of a request by their plain names. */
export interface Cookies {
  get(name: string): string | undefined
}

/** A cookie for the browser: HttpOnly, SameSite=Lax, for all paths of this host only. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  /** Seconds; 0 removes the cookie, undefined makes it a session cookie. */
  readonly maxAge?: number
  /**
   * True if pages in frames of other sites need the cookie (SameSite=None, with https only). Forms of other sites then bring it along
   * too, and are refused as before by `Sec-Fetch-Site` and `Origin`.
   */
  readonly inFrames?: boolean
}

/** The rules of one page that differ from the strictest. */
export interface PageLiberties {
  /** Further origins to which its forms may lead, also by redirects (CSP `form-action`). */
  readonly formTargets?: readonly string[] | 'anywhere'
  /** Origins whose pages may frame the page (CSP `frame-ancestors`). */
  readonly framedBy?: readonly string[]
  /** True if pages of the same origin may frame the page, such as the console a preview. */
  readonly framedByOwn?: boolean
  /** True if the page may frame pages of the same origin that allow it. */
  readonly framesOwn?: boolean
  /** Origins of a service that the page needs, with its scripts, frames and calls, such as a CAPTCHA. */
  readonly services?: readonly string[]
  /**
   * True if scripts never turn text into HTML or code, so that browsers may refuse it (Trusted Types). `default` admits what the
   * page's own default policy returns.
   */
  readonly trustedTypes?: boolean | 'default'
  /** True to cut the connection to the window that opened the page (COOP). Applications with a login in a window need it. */
  readonly isolated?: boolean
}

/** The names of a path's parameters: `id` of `/users/:id`; any for a path that is not known before it runs. */
type ParameterOf<Path extends string> = string extends Path
  ? string
  : Path extends `${string}:${infer Name}/${infer Rest}`
    ? Name | ParameterOf<`/${Rest}`>
    : Path extends `${string}:${infer Name}`
      ? Name
      : never

/** The request that an endpoint receives. Only `browser` endpoints receive cookies. */
export type EndpointRequest<
  Path extends string,
  Use extends CredentialUse,
  Body extends keyof Bodies,
> = CommonRequest<Path, Body> &
  (Use extends 'browser'
    ? { readonly cookies: Cookies }
    : Use extends 'protocol'
      ? { readonly head: RequestHead }
      : unknown)

interface CommonRequest<Path extends string, Body extends keyof Bodies> {
  readonly method: string
  readonly parameters: Readonly<Record<ParameterOf<Path>, string>>
  readonly query: URLSearchParams
  readonly body: Bodies[Body]
}

/** The reply of an endpoint. A page puts the nonce on its styles and scripts. */
export type EndpointReply<Use extends CredentialUse = CredentialUse> = (
  | {
      readonly kind?: 'reply'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      /** Chunks are sent as the client reads them; the iterator is closed when it leaves. */
      readonly body?: Uint8Array | string | AsyncIterable<string>
    }
  | { readonly kind: 'redirect'; readonly to: string }
  | (PageLiberties & {
      readonly kind: 'page'
      readonly status: number
      readonly html: (nonce: string) => string
      readonly headers?: Readonly<Record<string, string>>
      /**
       * True if the page may be compressed. Its length then depends on its contents, so it must not hold a secret beside text that
       * others choose (BREACH).
       */
      readonly compressible?: boolean
    })
) &
  (Use extends 'browser' ? { readonly setCookies?: readonly SetCookie[] } : { readonly setCookies?: never })

/** The CORS policies that a credential allows: an endpoint with cookies has none. */
type CorsFor<Use extends CredentialUse> = Use extends 'browser' ? 'none' : CorsPolicy

interface EndpointTraits {
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  /** Bytes of the body; larger requests are refused. */
  readonly bodyLimit?: number
  readonly refusals: RefusalForm
  /** The headers of ours that the handler reads; a request with another one is refused. */
  readonly ownHeaders?: readonly OwnHeader[]
  /** True if the handler may run twice: it has no effect before the reads of its call are confirmed (`EndpointAuthenticator.serveTwice`). */
  readonly repeatable?: boolean
}

/** An HTTP endpoint that is not a method of the contract. Refusals are thrown as `DomainError`, as in handlers. */
export interface Endpoint<C> extends EndpointTraits {
  readonly path: string
  readonly credential: CredentialUse
  readonly cors: CorsPolicy
  readonly body: keyof Bodies
  handle(
    request: CommonRequest<string, keyof Bodies> & {
      readonly cookies?: Cookies
      readonly head?: RequestHead
    },
    call: C | undefined,
  ): Promise<EndpointReply>
}

/** Defines an endpoint, whose `handle` receives exactly the request that its traits describe. */
export function endpoint<C, const Path extends string, Use extends CredentialUse, Body extends keyof Bodies>(
  definition: EndpointTraits & {
    /** `:name` stands for one segment, `*` at the end for all that follow. */
    readonly path: Path
    readonly credential: Use
    readonly cors: CorsFor<Use>
    readonly body: Body
    handle(
      request: EndpointRequest<Path, Use, Body>,
      call: Use extends 'protocol' ? undefined : C,
    ): Promise<EndpointReply<Use>>
  },
): Endpoint<C> {
  return definition as unknown as Endpoint<C>
}

/** Authenticates requests of endpoints by the rules of the contract; without `tokenNeeded` the caller stays anonymous. */
export interface EndpointAuthenticator<C> {
  authenticate(request: RequestHead, tokenNeeded: boolean): Promise<C>
  /**
   * Serves an anonymous request by `work` with reads whose values may not hold any more. Unless the database confirms them, or if `work`
   * throws an `UnconfirmedError`, its result is discarded and it runs again with values that hold.
   */
  serveTwice<Result>(request: RequestHead, work: (call: C) => Promise<Result>): Promise<Result>
}
