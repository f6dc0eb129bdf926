import type { Timestamp } from '@bufbuild/protobuf/wkt'
import type { Call } from '../../access/call.ts'
import { hasPermission } from '../../access/permission.ts'
import { emptyQuery, instantFilter } from '../../contract/listQuery.ts'
import { type Page, SearchConditions, type Source, searchPage } from '../../database/search.ts'
import type { OrgId, UserId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import { userNotFound } from '../users/index.ts'
import { keyNotFound, tokenNotFound } from './refusals.ts'

/** A token or key in a list. */
export interface CredentialRow {
  readonly id: string
  readonly user_id: UserId
  readonly org_id: OrgId
  readonly expires_at: string
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
  /** Empty for keys. */
  readonly scopes: readonly string[]
}

/** Personal access tokens and machine keys, which have the same lists. */
export type CredentialKind = 'token' | 'key'

const tables = {
  token: { from: 'personal_access_tokens', id: 'token_id', scopes: 'scopes', missing: tokenNotFound },
  key: { from: 'machine_keys', id: 'key_id', scopes: `'{}'::text[] as scopes`, missing: keyNotFound },
} as const

/** Columns to sort by, in the order of the contract's `…FieldName` enums; the first is for unspecified. */
const sortColumns = ['created_at', 'created_at', 'id', 'user_id', 'org_id', 'expires_at'] as const

/** A filter of the contract's `KeysSearchFilter` or `PersonalAccessTokensSearchFilter`. */
export type CredentialFilter =
  | {
      readonly case: 'tokenIdFilter' | 'keyIdFilter' | 'userIdFilter' | 'organizationIdFilter'
      readonly value: { readonly id: string }
    }
  | {
      readonly case: 'createdDateFilter' | 'expirationDateFilter'
      readonly value: { readonly timestamp?: Timestamp | undefined; readonly method: number }
    }
  | { readonly case: undefined }

/** Returns the credentials of the instance that match every filter: the caller's own, and those of users whom it may read. */
export function searchCredentials(
  source: Source,
  call: Call,
  kind: CredentialKind,
  query: {
    readonly filters: readonly CredentialFilter[]
    readonly sortingColumn: number
    readonly page: Page
  },
) {
  const search = new SearchConditions('instance_id = $1', [call.instance.id])
  restrictToReadable(search, call)
  for (const filter of query.filters) search.add(condition(search, kind, filter))
  return credentialPage(source, kind, query.sortingColumn, query.page, search)
}

/** Returns the credentials of one user of the context organization; refuses users of others. */
export async function credentialsOf(
  source: Source,
  call: Call,
  kind: CredentialKind,
  userId: UserId,
  page: Page,
) {
  const [known, found] = await Promise.all([
    source.query('select 1 from users where instance_id = $1 and user_id = $2 and org_id = $3', [
      call.instance.id,
      userId,
      call.orgId,
    ]),
    credentialPage(source, kind, 0, page, inContext(call, userId)),
  ])
  if (known.length === 0) throw new DomainError(userNotFound)
  return found
}

/** Returns one credential of one user of the context organization; refuses an unknown one. */
export async function requireCredential(
  source: Source,
  call: Call,
  kind: CredentialKind,
  userId: UserId,
  id: string,
): Promise<CredentialRow> {
  const search = inContext(call, userId)
  search.add(`${tables[kind].id} = ${search.param(id)}`)
  const { rows } = await credentialPage(source, kind, 0, { offset: '0', limit: 1, asc: true }, search)
  return accept<CredentialRow>(rows[0] ?? tables[kind].missing)
}

function inContext(call: Call, userId: UserId): SearchConditions {
  return new SearchConditions('instance_id = $1 and user_id = $2 and org_id = $3', [
    call.instance.id,
    userId,
    call.orgId,
  ])
}

function credentialPage(
  source: Source,
  kind: CredentialKind,
  sortingColumn: number,
  page: Page,
  search: SearchConditions,
) {
  const { from, id, scopes } = tables[kind]
  const named = sortColumns[sortingColumn] ?? 'created_at'
  const column = named === 'id' ? id : named
  const direction = page.asc ? 'asc' : 'desc'
  const select = `${id} as id, user_id, org_id, expires_at, created_at, changed_at, sequence, ${scopes}`
  const orderBy = `${column} ${direction}, ${id} ${direction}`
  return searchPage<CredentialRow>(source, { select, from, orderBy, page }, search)
}

function restrictToReadable(search: SearchConditions, call: Call): void {
  const { principal, instance } = call
  if (hasPermission(principal, 'user.read', { instanceId: instance.id })) return
  const memberships = principal.kind === 'anonymous' ? [] : principal.memberships
  const orgIds = memberships
    .filter(({ scope }) => scope === 'org')
    .map(({ aggregateId }) => aggregateId)
    .filter((orgId) => hasPermission(principal, 'user.read', { instanceId: instance.id, orgId }))
  const self = principal.kind === 'user' ? principal.userId : ''
  search.add(`(org_id = any(${search.param(orgIds)}::text[]) or user_id = ${search.param(self)})`)
}

function condition(search: SearchConditions, kind: CredentialKind, filter: CredentialFilter): string {
  switch (filter.case) {
    case 'tokenIdFilter':
    case 'keyIdFilter':
      return `${tables[kind].id} = ${search.param(filter.value.id)}`
    case 'userIdFilter':
      return `user_id = ${search.param(filter.value.id)}`
    case 'organizationIdFilter':
      return `org_id = ${search.param(filter.value.id)}`
    case 'createdDateFilter':
    case 'expirationDateFilter': {
      const { operator, instant } = instantFilter(filter.value)
      const column = filter.case === 'createdDateFilter' ? 'created_at' : 'expires_at'
      return `${column} ${operator} ${search.param(instant)}::timestamptz`
    }
    case undefined:
      throw new DomainError(emptyQuery)
  }
}
