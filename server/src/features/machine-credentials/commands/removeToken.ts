import type { Decision } from '../../../kernel/facet.ts'
import { tokenNotFound } from '../refusals.ts'
import type { PersonalAccessToken } from '../tokenState.ts'

/** Ends a personal access token, revoked ones too, and takes it from the lists. */
export function removeToken(tokens: readonly PersonalAccessToken[], id: string): Decision {
  const known = tokens.some(({ tokenId }) => tokenId === id)
  return known ? [{ type: 'user.pat.removed', payload: { tokenId: id } }] : tokenNotFound
}
