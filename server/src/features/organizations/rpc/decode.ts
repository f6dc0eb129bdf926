import type { SetUpOrgRequest_Human } from '@sallyport/contract/zitadel/admin_pb.js'
import {
  AddOrganizationRequest_AdminSchema,
  type AddOrganizationRequest_Admin as AdminMessage,
} from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import {
  type CreateOrganizationRequest_Admin,
  CreateOrganizationRequest_AdminSchema,
} from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import { DomainValidationType } from '@zitadel/proto/zitadel/org_pb.js'
import type { Call } from '../../../access/call.ts'
import { convert } from '../../../contract/alias.ts'
import { emptyQuery, listQueryPage, paginationPage } from '../../../contract/listQuery.ts'
import { type OrgId, userId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import {
  decodeHuman,
  decodeProfileV1,
  decodeVerifiedV1,
  type HumanInput,
  type PreparedHuman,
  prepareHuman,
} from '../../accounts/index.ts'
import type { Deps } from '../../manifest.ts'
import type { ValidationType } from '../events.ts'
import type { OrgQuery, OrgSearch, TextQuery } from '../queries.ts'
import type { NewAdmin } from '../writes/createOrganization.ts'

const adminUntyped = refuse(
  'organizations.admin_untyped',
  'unimplemented',
  'an administrator is either an existing user or a new person; name one of them',
)

/** Decodes the search of a v1 or v2 list of organizations. */
export function decodeSearch(request: {
  readonly query?: Parameters<typeof listQueryPage>[0]
  readonly queries: readonly OrgQuery[]
  readonly sortingColumn?: number
}): OrgSearch {
  return { queries: request.queries, sort: sortOf(request.sortingColumn), page: listQueryPage(request.query) }
}

/** Decodes the search of a v2beta list of organizations. */
export function decodeBetaSearch(request: {
  readonly pagination?: Parameters<typeof paginationPage>[0]
  readonly filter: readonly { readonly filter: OrgQuery['query'] }[]
  readonly sortingColumn: number
}) {
  const queries = request.filter.map(({ filter }) => ({ query: filter }))
  return { queries, sort: sortOf(request.sortingColumn), page: paginationPage(request.pagination) }
}

/** The numbers are the same in every generation; v1 ends at the name. */
function sortOf(column: number | undefined): OrgSearch['sort'] {
  return (['none', 'name', 'created'] as const)[column ?? 0] ?? 'none'
}

/** Decodes a query by one text, of any generation; `textOf` reads the text from the message. */
export function decodeTextQuery<Value extends { readonly method: number }>(
  { value }: { readonly value?: Value | undefined },
  textOf: (value: Value) => string,
): TextQuery {
  if (value === undefined) throw new DomainError(emptyQuery)
  return { text: textOf(value), method: value.method }
}

/** Decodes a type of proof; the numbers are the same in every generation. */
export function decodeValidationType(type: number): ValidationType | undefined {
  if (type === DomainValidationType.HTTP) return 'http'
  return type === DomainValidationType.DNS ? 'dns' : undefined
}

/** The message of an administrator of a new organization. */
export type { AdminMessage }

/** Decodes the administrators of a new organization and prepares those that are created with it. */
export function decodeAdmins(
  deps: Deps,
  call: Call,
  orgId: OrgId,
  admins: readonly AdminMessage[],
): Promise<readonly NewAdmin<PreparedHuman>[]> {
  return Promise.all(
    admins.map(async ({ userType, roles }): Promise<NewAdmin<PreparedHuman>> => {
      switch (userType.case) {
        case 'userId':
          return { kind: 'existing', userId: userId(userType.value), roles }
        case 'human': {
          const { userId, username } = userType.value
          const input = decodeHuman(userType.value, { userId, username: username || undefined })
          return { kind: 'new', user: await prepareHuman(deps, call, orgId, input), roles }
        }
        case undefined:
          throw new DomainError(adminUntyped)
      }
    }),
  )
}

/** Decodes an administrator of v2beta as one of v2: both have the same fields. */
export function decodeBetaAdmin(admin: CreateOrganizationRequest_Admin): AdminMessage {
  return convert(CreateOrganizationRequest_AdminSchema, AddOrganizationRequest_AdminSchema, admin)
}

/** Decodes the first administrator of an organization that is set up over v1. */
export function decodeFirstAdmin(human: SetUpOrgRequest_Human): HumanInput {
  const { userName, profile, email, phone, password } = human
  return {
    username: userName || undefined,
    profile: decodeProfileV1(profile),
    email: {
      address: email?.email ?? '',
      verification: decodeVerifiedV1(email?.isEmailVerified ?? false),
    },
    phone: phone?.phone
      ? { number: phone.phone, verification: decodeVerifiedV1(phone.isPhoneVerified) }
      : undefined,
    password: password ? { kind: 'plain', password, changeRequired: true } : undefined,
  }
}
