import {
  domainMatches,
  foldedMatches,
  type SearchConditions,
  type TextMatch,
  textMethod,
} from '../../database/search.ts'

type TextShape = TextMatch['shape']

/** A text query of the contract; `method` is a `TextQueryMethod`, the same numbers in every package. */
interface TextQuery {
  readonly text: string
  readonly method: number
}

/**
 * Matches any login name of a user: its username, or `username@domain` with each verified domain where usernames are
 * unique only within an organization. A domain holds no `@`, so the text is split at its last one and each side is
 * matched by an index.
 */
export function loginNameMatches(
  search: SearchConditions,
  { text, method }: TextQuery,
  scopedUsernames: boolean,
): string {
  const { shape, ignoreCase } = textMethod(method)
  const username = (side: TextShape, part: string) =>
    foldedMatches(search, 'u.username', { shape: side, ignoreCase }, part)
  if (!scopedUsernames) return username(shape, text)
  // An array, so that the organizations are queried once and not for every user; $1 is the instance.
  const domain = (side: TextShape, part: string) => `u.org_id = any(array(select d.org_id from org_domains d
    where d.instance_id = $1 and d.is_verified and ${domainMatches(search, 'd.domain', { shape: side, ignoreCase }, part)}))`
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
