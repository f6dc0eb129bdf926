/**
 * One answer that a unit of work took from memory. The append asks the same question again, and is refused unless the
 * answer is still the one that was seen.
 */
export interface Claim {
  /** Which of the `ClaimStatements` asks. */
  readonly kind: string
  /** The question as JSON; equal texts are asked once for a group of appends. */
  readonly question: string
  /** The digest of the answer. */
  readonly seen: string
}

/** By kind: a statement that answers the JSON array of questions `$1` with rows of `place` (from 1) and `seen`. */
export type ClaimStatements = Readonly<Record<string, string>>

/**
 * What a request took for granted until an append confirms it (ADR 12). Whatever else comes of a request whose premise
 * nobody confirmed, a refusal or an answer, may rest on memory alone and must not leave the server.
 */
export class Premise {
  /** Nothing is to be taken from memory, but what is asked may be kept there. */
  readonly afresh: boolean
  /** Set by who took something from memory; without it there is nothing to confirm, and nothing more comes from memory. */
  claim: Claim | undefined
  /** `sent`: an append went to confirm it, and has not told that something no longer holds. */
  state: 'unsent' | 'sent' | 'confirmed' = 'unsent'

  constructor({ afresh = false } = {}) {
    this.afresh = afresh
  }

  /** Something came from memory that no append has confirmed: streams may too, and the request must be answered anew. */
  get open(): boolean {
    return this.claim !== undefined && this.state === 'unsent'
  }
}
