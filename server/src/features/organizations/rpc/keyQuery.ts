import { emptyQuery } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { TextQuery } from '../queries.ts'

/** A metadata query of any generation as the text that keys must match. */
export function keyQuery({
  query,
}: {
  readonly query:
    | { readonly case: 'keyQuery'; readonly value: { readonly key: string; readonly method: number } }
    | { readonly case: undefined }
}): TextQuery {
  if (query.case === undefined) throw new DomainError(emptyQuery)
  return { text: query.value.key, method: query.value.method }
}
