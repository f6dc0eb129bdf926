import {
  AppService,
  type CreateApplicationRequest,
  type ListApplicationsRequest,
  type UpdateApplicationRequest,
} from '@sallyport/contract/zitadel/app/v2beta/app_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { emptyQuery, paginated, paginationPage } from '../../../contract/listQuery.ts'
import { foldedMatches, textMethod } from '../../../database/search.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import { expiryOf } from '../../machine-credentials/index.ts'
import type { Deps } from '../../manifest.ts'
import { metadataOfClients, type SettingChanges } from '../commands/changeApplication.ts'
import { inInstance as inWholeInstance, narrow, only, pageOf, restrictToReadable } from '../queries.ts'
import * as changes from '../writes/changeApplication.ts'
import * as credentials from '../writes/changeCredentials.ts'
import { createApplication, type NewApplication } from '../writes/createApplication.ts'
import { requestedMetadata, showMetadata } from './clientMetadataHeader.ts'
import {
  decodeApi,
  decodeOidc,
  decodeOidcChanges,
  decodeSaml,
  decodeSamlChanges,
  inInstance,
  namedProject,
} from './decode.ts'
import { encodeApplication, encodeCompliance, encodeKey, noFields } from './encode.ts'

const write = 'project.app.write'
const read = 'project.app.read'

/** Apps of projects by id, their secrets and keys, `zitadel.app.v2beta.AppService`. */
export const appService = (deps: Deps) =>
  implement<typeof AppService, Call>(AppService, {
    createApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const settings = decodeNew(request, call)
      const app = { appId: request.id, name: request.name, settings }
      const created = await createApplication(deps, call, inInstance(request, write), app)
      const { appId, stream } = created
      return {
        appId,
        creationDate: timestamp(stream.changedAt),
        creationResponseType: encodeCreated(settings, created),
      }
    }),
    updateApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const project = await changes.updateApplication(deps, call, inInstance(request, write), {
        appId: request.id,
        name: request.name || undefined,
        settings: decodeChanges(request),
        metadata: requestedMetadata(call),
      })
      return { changeDate: timestamp(project.changedAt) }
    }),
    async getApplication({ id }, call) {
      const search = inWholeInstance(call)
      narrow(search, 'app_id', id)
      const row = await only(deps.database, 'applications', search)
      requirePermission(call, read, { orgId: row.org_id, resourceId: row.project_id })
      if (row.kind !== 'saml') showMetadata(call, row.config.metadata)
      return { app: encodeApplication(row) }
    },
    deleteApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const named = inInstance(request, 'project.app.delete')
      const project = await changes.removeApplication(deps, call, named, request.id)
      return { deletionDate: timestamp(project.changedAt) }
    }),
    deactivateApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const project = await changes.deactivateApplication(deps, call, inInstance(request, write), request.id)
      return { deactivationDate: timestamp(project.changedAt) }
    }),
    reactivateApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const project = await changes.reactivateApplication(deps, call, inInstance(request, write), request.id)
      return { reactivationDate: timestamp(project.changedAt) }
    }),
    regenerateClientSecret: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const { applicationId: appId, appType } = request
      const kind = appType.case === 'isApi' ? 'api' : 'oidc'
      const named = inInstance(request, write)
      const { stream, clientSecret } = await credentials.regenerateClientSecret(deps, call, named, {
        appId,
        kind,
      })
      return { clientSecret, creationDate: timestamp(stream.changedAt) }
    }),
    listApplications: (request, call) => listApplications(deps, call, request),
    createApplicationKey: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const expiresAt = accept<Date>(expiryOf(request.expirationDate, call.now))
      const wanted = { appId: request.appId, expiresAt }
      const { stream, keyId, content } = await credentials.addAppKey(
        deps,
        call,
        inInstance(request, write),
        wanted,
      )
      return { id: keyId, creationDate: timestamp(stream.changedAt), keyDetails: content }
    }),
    deleteApplicationKey: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const key = { appId: request.applicationId, keyId: request.id }
      const project = await credentials.removeAppKey(deps, call, inInstance(request, write), key)
      return { deletionDate: timestamp(project.changedAt) }
    }),
    async getApplicationKey(request, call) {
      const search = inWholeInstance(call)
      narrow(search, 'key_id', request.id)
      narrow(search, 'app_id', request.applicationId)
      narrow(search, 'project_id', request.projectId)
      narrow(search, 'org_id', request.organizationId)
      const row = await only(deps.database, 'app_keys', search)
      requirePermission(call, read, { orgId: row.org_id, resourceId: row.project_id })
      const { id, creationDate, expirationDate } = encodeKey(row)
      return { id, creationDate, expirationDate }
    },
    async listApplicationKeys({ pagination, sortingColumn, resourceId }, call) {
      const search = inWholeInstance(call)
      restrictToReadable(search, call, read)
      if (resourceId.case) narrow(search, keyOwners[resourceId.case], resourceId.value)
      const page = paginationPage(pagination)
      const column = keyColumns[sortingColumn] ?? 'key_id'
      const { rows, total } = await pageOf(deps.database, 'app_keys', search, { page, column })
      return { keys: rows.map(encodeKey), pagination: paginated(total, page.limit) }
    },
  })

const keyOwners = { applicationId: 'app_id', projectId: 'project_id', organizationId: 'org_id' } as const
/** By `ApplicationKeysSorting`; every key has the same type. */
const keyColumns = ['key_id', 'project_id', 'app_id', 'created_at', 'org_id', 'expires_at', 'key_id']
/** By `AppSorting`. */
const appColumns = ['app_id', 'name_folded', 'state', 'created_at', 'changed_at']
const kinds = { apiAppOnly: 'api', oidcAppOnly: 'oidc', samlAppOnly: 'saml' } as const

async function listApplications(deps: Deps, call: Call, request: ListApplicationsRequest) {
  const search = inWholeInstance(call)
  narrow(search, 'project_id', request.projectId)
  restrictToReadable(search, call, read)
  for (const { filter } of request.filters) {
    switch (filter.case) {
      case 'nameFilter':
        search.add(foldedMatches(search, 'name', textMethod(filter.value.method), filter.value.name))
        break
      case 'stateFilter':
        search.add(`state = ${search.param(['', 'active', 'inactive', 'removed'][filter.value] ?? '')}`)
        break
      case 'apiAppOnly':
      case 'oidcAppOnly':
      case 'samlAppOnly':
        search.add(`(kind = ${search.param(kinds[filter.case])}) = ${search.param(filter.value)}::boolean`)
        break
      case undefined:
        throw new DomainError(emptyQuery)
    }
  }
  const page = paginationPage(request.pagination)
  const column = appColumns[request.sortingColumn] ?? 'app_id'
  const { rows, total } = await pageOf(deps.database, 'applications', search, { page, column })
  return { applications: rows.map(encodeApplication), pagination: paginated(total, page.limit) }
}

function decodeNew(
  { creationRequestType: type }: CreateApplicationRequest,
  call: Call,
): NewApplication['settings'] {
  const metadata = requestedMetadata(call)
  if (type.case === 'samlRequest') {
    if (metadata !== undefined) throw new DomainError(metadataOfClients)
    return { kind: 'saml', config: decodeSaml(type.value) }
  }
  if (type.case === 'apiRequest') {
    return { kind: 'api', config: { ...decodeApi(type.value), metadata: metadata ?? {} } }
  }
  if (type.case === 'oidcRequest') {
    return { kind: 'oidc', config: { ...decodeOidc(type.value, 'v2beta'), metadata: metadata ?? {} } }
  }
  throw new Error('the contract requires a kind of application')
}

function decodeChanges({ updateRequestType: type }: UpdateApplicationRequest): SettingChanges | undefined {
  switch (type.case) {
    case 'oidcConfigurationRequest':
      return { kind: 'oidc', changes: decodeOidcChanges(type.value, 'v2beta') }
    case 'apiConfigurationRequest':
      return { kind: 'api', changes: { authMethod: decodeApi(type.value).authMethod } }
    case 'samlConfigurationRequest':
      return { kind: 'saml', changes: decodeSamlChanges(type.value) }
    case undefined:
      return undefined
  }
}

function encodeCreated(
  settings: NewApplication['settings'],
  { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
) {
  switch (settings.kind) {
    case 'oidc':
      return {
        case: 'oidcResponse',
        value: { clientId, clientSecret, ...encodeCompliance(settings.config) },
      } as const
    case 'api':
      return { case: 'apiResponse', value: { clientId, clientSecret } } as const
    case 'saml':
      return { case: 'samlResponse', value: noFields } as const
  }
}
