import { type ListAppsRequest, ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1, rowDetails } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { emptyQuery, listQueryPage } from '../../../contract/listQuery.ts'
import { foldedMatches, textMethod } from '../../../database/search.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { listChanges } from '../../audit/index.ts'
import type { Deps } from '../../manifest.ts'
import { metadataOfClients, type SettingChanges } from '../commands/changeApplication.ts'
import { complianceProblems } from '../compliance.ts'
import { type ApplicationRow, inApp, inProject, only, pageOf } from '../queries.ts'
import * as changes from '../writes/changeApplication.ts'
import { createApplication, type NewApplication } from '../writes/createApplication.ts'
import { requestedMetadata, showMetadata } from './clientMetadataHeader.ts'
import {
  decodeApi,
  decodeOidc,
  decodeOidcChanges,
  decodeSaml,
  decodeSamlChanges,
  inContext,
  namedProject,
} from './decode.ts'
import { encodeCompliance, encodeConfig, encodeState } from './encode.ts'

/** Apps of the context organization's projects, `zitadel.management.v1.ManagementService`. */
export const managementService = (deps: Deps) =>
  implement<typeof ManagementService, Call>(ManagementService, {
    async getAppByID(request, call) {
      const row = await only(deps.database, 'applications', inApp(call, request))
      if (row.kind !== 'saml') showMetadata(call, row.config.metadata)
      return { app: encodeApp(row) }
    },
    listApps: (request, call) => listApps(deps, call, request),
    async listAppChanges({ projectId, appId, query }, call) {
      const project = { instanceId: call.instance.id, type: 'project', id: projectId, owner: call.orgId }
      return { result: await listChanges(deps.database, { ...project, part: { appId } }, query) }
    },
    addOIDCApp: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const metadata = requestedMetadata(call) ?? {}
      const config = { ...decodeOidc(request, 'v1'), metadata }
      const created = await add(deps, call, request, { kind: 'oidc', config })
      return { ...created, ...encodeCompliance(complianceProblems(config)) }
    }),
    addAPIApp: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const config = { ...decodeApi(request), metadata: requestedMetadata(call) ?? {} }
      return add(deps, call, request, { kind: 'api', config })
    }),
    addSAMLApp: method({ appendsTo: namedProject }, async (request, call: Call) => {
      if (requestedMetadata(call)) throw new DomainError(metadataOfClients)
      const { appId, details } = await add(deps, call, request, { kind: 'saml', config: decodeSaml(request) })
      return { appId, details }
    }),
    updateApp: method({ appendsTo: namedProject }, async (request, call: Call) =>
      update(deps, call, request, { name: request.name }),
    ),
    updateOIDCAppConfig: method({ appendsTo: namedProject }, async (request, call: Call) => {
      return update(deps, call, request, {
        settings: { kind: 'oidc', changes: decodeOidcChanges(request, 'v1') },
      })
    }),
    updateAPIAppConfig: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const { authMethod } = decodeApi(request)
      return update(deps, call, request, { settings: { kind: 'api', changes: { authMethod } } })
    }),
    updateSAMLAppConfig: method({ appendsTo: namedProject }, async (request, call: Call) => {
      return update(deps, call, request, { settings: { kind: 'saml', changes: decodeSamlChanges(request) } })
    }),
    deactivateApp: method({ appendsTo: namedProject }, async (request, call: Call) => ({
      details: changedV1(await changes.deactivateApplication(deps, call, inContext(request), request.appId)),
    })),
    reactivateApp: method({ appendsTo: namedProject }, async (request, call: Call) => ({
      details: changedV1(await changes.reactivateApplication(deps, call, inContext(request), request.appId)),
    })),
    removeApp: method({ appendsTo: namedProject }, async (request, call: Call) => ({
      details: changedV1(await changes.removeApplication(deps, call, inContext(request), request.appId)),
    })),
  })

interface NamedApp {
  readonly projectId: string
  readonly appId: string
}

async function listApps(deps: Deps, call: Call, request: ListAppsRequest) {
  const search = inProject(call, request.projectId)
  for (const { query } of request.queries) {
    if (query.case === undefined) throw new DomainError(emptyQuery)
    search.add(foldedMatches(search, 'name', textMethod(query.value.method), query.value.name))
  }
  const on = { page: listQueryPage(request.query), column: 'app_id' }
  const { rows, total } = await pageOf(deps.database, 'applications', search, on)
  return { details: listDetailsV1(total, call.now), result: rows.map(encodeApp) }
}

async function add(
  deps: Deps,
  call: Call,
  request: { readonly projectId: string; readonly name: string },
  settings: NewApplication['settings'],
) {
  const app = { name: request.name, settings }
  const { stream, ...ids } = await createApplication(deps, call, inContext(request), app)
  return { ...ids, details: addedV1(stream) }
}

async function update(
  deps: Deps,
  call: Call,
  request: NamedApp,
  change: { readonly name?: string; readonly settings?: SettingChanges },
) {
  const { appId } = request
  const metadata = requestedMetadata(call)
  const project = await changes.updateApplication(deps, call, inContext(request), {
    appId,
    ...change,
    metadata,
  })
  return { details: changedV1(project) }
}

function encodeApp(row: ApplicationRow) {
  return {
    id: row.app_id,
    details: rowDetails(row, row.org_id),
    state: encodeState(row),
    name: row.name,
    config: encodeConfig(row, 'v1'),
  }
}
