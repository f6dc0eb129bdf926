import { LoginEnded } from '../session/loginEnded.ts'

/** A refusal or failure as people see it. */
export interface Problem {
  /** A sentence with the state and the remedy. */
  readonly message: string
  /** The code of the refusal, for support and searches; undefined for failures of the connection. */
  readonly id: string | undefined
  readonly kind: ProblemKind
  /** The fields that the server refused, by their names in the contract. */
  readonly fields: Readonly<Record<string, string>>
}

/** What sort of thing went wrong, which decides what there is to do. */
export type ProblemKind =
  | 'stale_login'
  | 'refused'
  | 'missing_right'
  | 'not_found'
  | 'conflict'
  | 'invalid'
  | 'unreachable'

/** A call that the server refused, by any of its APIs. */
export class CallError extends Error {
  readonly kind: ProblemKind
  readonly id: string | undefined

  constructor(refused: {
    readonly message: string
    readonly kind: ProblemKind
    readonly id?: string | undefined
  }) {
    super(refused.message)
    this.name = 'CallError'
    this.kind = refused.kind
    this.id = refused.id || undefined
  }
}

/** Reads what went wrong from anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof LoginEnded) return problem(error.message, 'stale_login')
  if (error instanceof CallError) return problem(error.message, error.kind, error.id)
  // Browsers throw these for connections that fail.
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message))
    return problem(unreachable, 'unreachable')
  return problem(error instanceof Error ? error.message : '', 'refused')
}

/** Says that no reply came. */
export const unreachable = 'the server cannot be reached; check your connection and try again'

function problem(text: string, kind: ProblemKind, id?: string): Problem {
  const words = text.trim() || 'something went wrong; try again'
  return { message: sentenceOf(words), id, kind, fields: fieldsOf(words) }
}

/** Makes a sentence of the words of a refusal, which the server writes as `state; remedy`. */
export function sentenceOf(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?。！？]$/.test(words) ? '' : '.'}`
}

/** Rules of the contract name message and field: `invalid AddOrganizationRequest.Name: value length must be …`. */
function fieldsOf(words: string): Problem['fields'] {
  const [, name, reason] = /^invalid \w+\.(?:\w+\.)*(\w+): (.+)$/s.exec(words) ?? []
  return name && reason ? { [name.charAt(0).toLowerCase() + name.slice(1)]: reason } : {}
}
