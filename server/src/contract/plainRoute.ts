import type { InboundCall } from './dispatch.ts'

/** What authentication reads of a request, whatever it carries. */
export type RequestHead = Pick<InboundCall, 'headers' | 'authority' | 'secure' | 'clientAddress'>

/** What a plain HTTP route answers. */
export interface PlainReply {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string
}

/** A route beside the contract, such as an asset. Refusals are thrown as `DomainError`, as in handlers. */
export interface PlainRoute<C> {
  readonly method: 'GET' | 'POST'
  /** `:name` stands for one segment. */
  readonly path: string
  /** False for public routes, which are asked anonymously. */
  readonly tokenNeeded: boolean
  /** Bytes; larger requests are refused. */
  readonly bodyLimit: number
  answer(
    request: { readonly parameters: Readonly<Record<string, string>>; readonly body: Uint8Array },
    call: C,
  ): Promise<PlainReply>
}

/** Turns a plain HTTP request into a call, by the same rules as a request of the contract; anonymous without `tokenNeeded`. */
export type PlainDoor<C> = (request: RequestHead, tokenNeeded: boolean) => Promise<C>
