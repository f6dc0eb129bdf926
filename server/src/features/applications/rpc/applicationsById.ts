import type { Timestamp } from '@bufbuild/protobuf/wkt'
import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { changeDate, timestamp } from '../../../contract/details.ts'
import { paginated, paginationPage } from '../../../contract/listQuery.ts'
import { accept } from '../../../kernel/refusal.ts'
import { expiryOf } from '../../machine-credentials/index.ts'
import type { Deps } from '../../manifest.ts'
import { type ApplicationFilter, applicationCondition } from '../applicationFilters.ts'
import type { SettingChanges } from '../commands/changeApplication.ts'
import { inInstance as inWholeInstance, narrow, only, pageOf, restrictToReadable } from '../queries.ts'
import * as changes from '../writes/changeApplication.ts'
import * as credentials from '../writes/changeCredentials.ts'
import { createApplication, type NewApplication } from '../writes/createApplication.ts'
import { requestedMetadata, showMetadata } from './clientMetadataHeader.ts'
import { inInstance } from './decode.ts'

const write = 'project.app.write'
const read = 'project.app.read'

interface NamedApp {
  readonly projectId: string
  readonly appId: string
}

/** A search as messages of v2beta and v2 describe it. */
interface ListRequest {
  readonly sortingColumn: number
  readonly pagination?: Parameters<typeof paginationPage>[0]
}

/** By the number of the sorting column. */
const appColumns = ['app_id', 'name_folded', 'state', 'created_at', 'changed_at']
/** By the number of the sorting column; every key has the same type. */
const keyColumns = ['key_id', 'project_id', 'app_id', 'created_at', 'org_id', 'expires_at', 'key_id']
/** The columns that name to whom a key belongs, by the member of v2beta. */
const keyOwners = { applicationId: 'app_id', projectId: 'project_id', organizationId: 'org_id' } as const

/** Names what keys of apps belong to. */
export type KeyOwner = readonly [owner: keyof typeof keyOwners, id: string]

/** Apps of projects by id, their secrets and keys, for methods of v2beta and v2. */
export const applicationsById = (deps: Deps) => ({
  create(call: Call, projectId: string, app: NewApplication) {
    return createApplication(deps, call, inInstance({ projectId }, write), app)
  },

  async update(
    call: Call,
    { projectId, appId }: NamedApp,
    change: { readonly name: string; readonly settings: SettingChanges | undefined },
  ) {
    const project = await changes.updateApplication(deps, call, inInstance({ projectId }, write), {
      appId,
      name: change.name || undefined,
      settings: change.settings,
      metadata: requestedMetadata(call),
    })
    return changeDate(project)
  },

  async find(call: Call, appId: string) {
    const search = inWholeInstance(call)
    narrow(search, 'app_id', appId)
    const row = await only(deps.database, 'applications', search)
    requirePermission(call, read, { orgId: row.org_id, resourceId: row.project_id })
    if (row.kind !== 'saml') showMetadata(call, row.config.metadata)
    return row
  },

  async remove(call: Call, { projectId, appId }: NamedApp) {
    const named = inInstance({ projectId }, 'project.app.delete')
    const project = await changes.removeApplication(deps, call, named, appId)
    return { deletionDate: timestamp(project.changedAt) }
  },

  async deactivate(call: Call, { projectId, appId }: NamedApp) {
    const named = inInstance({ projectId }, write)
    const project = await changes.deactivateApplication(deps, call, named, appId)
    return { deactivationDate: timestamp(project.changedAt) }
  },

  async reactivate(call: Call, { projectId, appId }: NamedApp) {
    const named = inInstance({ projectId }, write)
    const project = await changes.reactivateApplication(deps, call, named, appId)
    return { reactivationDate: timestamp(project.changedAt) }
  },

  async regenerateSecret(call: Call, { projectId, appId }: NamedApp, kind?: 'oidc' | 'api') {
    const named = inInstance({ projectId }, write)
    const { stream, clientSecret } = await credentials.regenerateClientSecret(deps, call, named, {
      appId,
      kind,
    })
    return { clientSecret, creationDate: timestamp(stream.changedAt) }
  },

  async list(call: Call, request: ListRequest & { readonly filters: readonly ApplicationFilter[] }) {
    const search = inWholeInstance(call)
    restrictToReadable(search, call, read)
    for (const filter of request.filters) search.add(applicationCondition(search, filter))
    const page = paginationPage(request.pagination)
    const column = appColumns[request.sortingColumn] ?? 'app_id'
    const { rows, total } = await pageOf(deps.database, 'applications', search, { page, column })
    return { rows, pagination: paginated(total, page.limit) }
  },

  async addKey(call: Call, { projectId, appId }: NamedApp, expirationDate: Timestamp | undefined) {
    const expiresAt = accept<Date>(expiryOf(expirationDate, call.now))
    const named = inInstance({ projectId }, write)
    const { stream, keyId, content } = await credentials.addAppKey(deps, call, named, { appId, expiresAt })
    return { keyId, creationDate: timestamp(stream.changedAt), keyDetails: content }
  },

  async removeKey(call: Call, { projectId, ...key }: NamedApp & { readonly keyId: string }) {
    const project = await credentials.removeAppKey(deps, call, inInstance({ projectId }, write), key)
    return { deletionDate: timestamp(project.changedAt) }
  },

  async findKey(call: Call, keyId: string, owners: readonly KeyOwner[] = []) {
    const search = inWholeInstance(call)
    narrow(search, 'key_id', keyId)
    for (const [owner, id] of owners) narrow(search, keyOwners[owner], id)
    const row = await only(deps.database, 'app_keys', search)
    requirePermission(call, read, { orgId: row.org_id, resourceId: row.project_id })
    return row
  },

  async listKeys(call: Call, request: ListRequest & { readonly owners: readonly KeyOwner[] }) {
    const search = inWholeInstance(call)
    restrictToReadable(search, call, read)
    for (const [owner, id] of request.owners) search.add(`${keyOwners[owner]} = ${search.param(id)}`)
    const page = paginationPage(request.pagination)
    const column = keyColumns[request.sortingColumn] ?? 'key_id'
    const { rows, total } = await pageOf(deps.database, 'app_keys', search, { page, column })
    return { rows, pagination: paginated(total, page.limit) }
  },
})
