import type { Facet, Recorded } from '../../kernel/facet.ts'
import type { JsonObject } from '../../kernel/json.ts'
import {
  type AuthorizationRequest,
  type AuthRequestEvent,
  authRequestAdded,
  authRequestCodeAdded,
  authRequestCodeExchanged,
  authRequestEvents,
  authRequestFailed,
  authRequestPushed,
  authRequestSessionLinked,
  authRequestSucceeded,
  type SessionLink,
} from './events.ts'
import { authRequestRows } from './rows.ts'

/** Parameters that wait for the browser (RFC 9126). */
export type Pushed = {
  readonly kind: 'pushed'
  readonly clientId: string
  readonly handleId: string
  readonly parameters: { readonly [name: string]: string | readonly string[] }
  /** ISO 8601. */
  readonly at: string
}

/** A request that a login is to answer. */
export type Open = { readonly kind: 'open'; readonly request: AuthorizationRequest; readonly addedAt: string }

/** A request with the answer of a session, which the client has not received yet if `ticketId` is set. */
export type Linked = {
  readonly kind: 'linked'
  readonly request: AuthorizationRequest
  readonly addedAt: string
  readonly link: SessionLink
  /** ISO 8601. */
  readonly linkedAt: string
  readonly ticketId: string | null
}

/** A request whose code the client can exchange, or has exchanged (`oidcSessionId`). */
export type WithCode = {
  readonly kind: 'code'
  readonly request: AuthorizationRequest
  readonly addedAt: string
  readonly link: SessionLink
  readonly codeId: string
  /** ISO 8601. */
  readonly codeAt: string
  readonly exchanged: boolean
  /** The tokens that the code gave. */
  readonly oidcSessionId: string | null
}

/** A refused request; the answer is shown by a page of ours if `ticketId` is set. */
export type Failed = {
  readonly kind: 'failed'
  readonly request: AuthorizationRequest
  readonly answer: {
    readonly error: string
    readonly description?: string | undefined
    readonly uri?: string | undefined
  }
  readonly ticketId: string | null
}

/** `done`: answered with tokens, without a code. */
export type AuthRequestState =
  | { readonly kind: 'none' }
  | Pushed
  | Open
  | Linked
  | WithCode
  | Failed
  | { readonly kind: 'done'; readonly request: AuthorizationRequest; readonly oidcSessionId: string | null }

const initial: AuthRequestState = { kind: 'none' }

/** One authorization request from its arrival until its answer is used. */
export const authRequestFacet: Facet<AuthRequestState, AuthRequestEvent> = {
  name: 'authRequest',
  streams: ['auth_request'],
  events: authRequestEvents,
  initial,
  evolve,
  rows: authRequestRows,
  secrets: secretsOf,
}

/** The code's digest stays after the exchange, so that a second use differs from a guess. */
function secretsOf(state: AuthRequestState): readonly string[] {
  switch (state.kind) {
    case 'pushed':
      return [state.handleId]
    case 'linked':
    case 'failed':
      return state.ticketId === null ? [] : [state.ticketId]
    case 'code':
      return [state.codeId]
    default:
      return []
  }
}

function evolve(state: AuthRequestState, event: Recorded<AuthRequestEvent>): AuthRequestState {
  switch (event.type) {
    case authRequestPushed.type: {
      const { clientId, handleId, parameters } = event.payload
      return { kind: 'pushed', clientId, handleId, parameters, at: event.createdAt }
    }
    case authRequestAdded.type:
      return { kind: 'open', request: event.payload, addedAt: event.createdAt }
    case authRequestSessionLinked.type: {
      if (state.kind !== 'open') return state
      const { ticketId = null, ...link } = event.payload
      const { request, addedAt } = state
      return { kind: 'linked', request, addedAt, link, linkedAt: event.createdAt, ticketId }
    }
    case authRequestCodeAdded.type:
      return state.kind === 'linked' ? withCode(state, event.payload.codeId, event.createdAt) : state
    case authRequestCodeExchanged.type:
      return state.kind === 'code' ? { ...state, exchanged: true } : state
    case authRequestSucceeded.type:
      return succeeded(state, event.payload.oidcSessionId)
    case authRequestFailed.type: {
      if (state.kind !== 'open') return state
      const { ticketId = null, ...answer } = event.payload
      return { kind: 'failed', request: state.request, answer, ticketId }
    }
  }
}

function withCode({ request, addedAt, link }: Linked, codeId: string, codeAt: string): WithCode {
  return { kind: 'code', request, addedAt, link, codeId, codeAt, exchanged: false, oidcSessionId: null }
}

function succeeded(state: AuthRequestState, oidcSessionId: string): AuthRequestState {
  if (state.kind === 'code') return { ...state, oidcSessionId }
  return state.kind === 'linked' ? { kind: 'done', request: state.request, oidcSessionId } : state
}

/** The parameters of a pushed request as stored. */
export type PushedParameters = Pushed['parameters'] & JsonObject
