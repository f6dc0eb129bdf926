import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'

/** Session tokens: `slp_ses_<session id>_<token id>_<secret>`; valid while the session still names the token id. */
export const sessionToken = tokenFormat('slp_ses', ['sessionId', 'tokenId'])

/** A session token in its parts. */
export type SessionToken = TokenParts<'sessionId' | 'tokenId'>
