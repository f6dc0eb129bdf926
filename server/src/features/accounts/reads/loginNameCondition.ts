import type { SearchConditions } from '../../../database/search.ts'
import { foldedMatches, plainMatches, type TextQuery, type TextShape, textMethod } from './textCondition.ts'

/**
 * Matches any login name of a user: its username, or where that is unique inside an organization only,
 * `username@domain` with each verified domain. A domain holds no `@`, so the text is taken apart at its last one and
 * both sides are looked up by themselves, which indexes can answer.
 */
export function loginNameMatches(
  search: SearchConditions,
  { text, method }: TextQuery,
  scopedUsernames: boolean,
): string {
  const { shape, ignoreCase } = textMethod(method)
  const username = (side: TextShape, part: string) =>
    foldedMatches(search, 'u.username', side, ignoreCase, part)
  if (!scopedUsernames) return username(shape, text)
  // As an array the organizations are looked up once, not for every user; $1 is the instance.
  const domain = (side: TextShape, part: string) => `u.org_id = any(array(select d.org_id from org_domains d
    where d.instance_id = $1 and d.is_verified and ${plainMatches(search, 'd.domain', side, ignoreCase, part)}))`
  const at = text.lastIndexOf('@')
  const joined = (head: TextShape, tail: TextShape) =>
    at < 0 ? 'false' : `(${username(head, text.slice(0, at))} and ${domain(tail, text.slice(at + 1))})`

  switch (shape) {
    case 'equals':
      return eitherScope(username('equals', text), joined('equals', 'equals'))
    case 'starts':
      return `(${username('starts', text)} or (u.scope <> '' and ${joined('equals', 'starts')}))`
    case 'contains': {
      const beyond = at < 0 ? domain('contains', text) : joined('ends', 'starts')
      return `(${username('contains', text)} or (u.scope <> '' and ${beyond}))`
    }
    case 'ends':
      return eitherScope(username('ends', text), at < 0 ? domain('ends', text) : joined('ends', 'equals'))
  }
}

function eitherScope(inInstance: string, inOrganization: string): string {
  return `((u.scope = '' and ${inInstance}) or (u.scope <> '' and ${inOrganization}))`
}
