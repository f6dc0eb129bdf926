import { timestamp } from '../../../contract/details.ts'
import { DomainError } from '../../../kernel/refusal.ts'

/** The reply with the instant of the last change. */
export function changeDate({ changedAt }: { readonly changedAt: string }) {
  return { changeDate: timestamp(changedAt) }
}

/** Returns undefined instead of the refusal with this code: what does not exist has nothing to remove. */
export function whereItExists<Result>(write: Promise<Result>, code: string): Promise<Result | undefined> {
  return write.catch((error: unknown) => {
    if (error instanceof DomainError && error.refusal.code === code) return undefined
    throw error
  })
}

/** The pagination of a reply. */
export function paginated(total: number, limit: number) {
  return { totalResult: BigInt(total), appliedLimit: BigInt(limit) }
}

/** The page of a look-up by id. */
export const firstRow = { offset: '0', limit: 1, asc: true }
