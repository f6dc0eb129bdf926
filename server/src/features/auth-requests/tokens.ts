import { type TokenParts, tokenFormat } from '../../access/tokenFormat.ts'

/** Authorization codes: `slp_code_<request, without its prefix>_<code id>_<secret>`. */
export const codeText = tokenFormat('slp_code', ['requestNumber', 'codeId'])
/** The tickets of answers that wait at a page of ours. */
export const ticketText = tokenFormat('slp_resp', ['requestNumber', 'ticketId'])
/** The handles of pushed requests, after `urn:ietf:params:oauth:request_uri:` (RFC 9126 §2.2). */
export const handleText = tokenFormat('slp_par', ['requestNumber', 'handleId'])

/** A code in its parts. */
export type CodeParts = TokenParts<'requestNumber' | 'codeId'>

const prefix = 'V2_'

/** Returns the id of a request, which logins recognize by its prefix (behaviour notes §2, "Login version"). */
export function authRequestId(requestNumber: string): string {
  return `${prefix}${requestNumber}`
}

/** Returns the part of a request's id that tokens hold. */
export function requestNumberOf(id: string): string {
  return id.slice(prefix.length)
}
