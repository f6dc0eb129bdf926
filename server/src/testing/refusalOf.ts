import { DomainError, type Refusal } from '../kernel/refusal.ts'

/** The refusal that a request ends with; fails when it succeeds or ends otherwise. */
export async function refusalOf(request: Promise<unknown>): Promise<Refusal> {
  const outcome = await request.then(
    () => 'success',
    (reason: unknown) => reason,
  )
  if (outcome instanceof DomainError) return outcome.refusal
  throw new Error('no refusal', { cause: outcome })
}
