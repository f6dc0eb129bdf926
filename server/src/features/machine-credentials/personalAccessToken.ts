import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'

/** Personal access tokens: `slp_pat_<token id>_<secret>`. */
export const personalAccessToken = tokenFormat('slp_pat', ['tokenId'])

/** A personal access token in its parts. */
export type PersonalAccessToken = TokenParts<'tokenId'>
