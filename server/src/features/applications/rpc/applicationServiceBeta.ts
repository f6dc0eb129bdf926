import { AppService } from '@sallyport/contract/zitadel/app/v2beta/app_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import type { ApplicationFilter } from '../applicationFilters.ts'
import { complianceProblems } from '../compliance.ts'
import type { CreatedApplication, NewApplication } from '../writes/createApplication.ts'
import { applicationsById, type KeyOwner } from './applicationsById.ts'
import { namedProject } from './decode.ts'
import { decodeNewSettings, decodeSettingChanges } from './decodeSettings.ts'
import { encodeApplicationBeta, encodeCompliance, encodeKeyBeta, noFields } from './encode.ts'

/** Apps of projects by id, their secrets and keys, `zitadel.app.v2beta.AppService`. */
export function applicationServiceBeta(deps: Deps) {
  const byId = applicationsById(deps)
  return implement<typeof AppService, Call>(AppService, {
    createApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const settings = decodeNewSettings(request.creationRequestType, call)
      const app = { appId: request.id, name: request.name, settings }
      const created = await byId.create(call, request.projectId, app)
      return {
        appId: created.appId,
        creationDate: timestamp(created.stream.changedAt),
        creationResponseType: encodeCreated(settings, created),
      }
    }),
    updateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.update(call, named(request), {
        name: request.name,
        settings: decodeSettingChanges(request.updateRequestType),
      }),
    ),
    getApplication: async ({ id }, call) => ({ app: encodeApplicationBeta(await byId.find(call, id)) }),
    deleteApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.remove(call, named(request)),
    ),
    deactivateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.deactivate(call, named(request)),
    ),
    reactivateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.reactivate(call, named(request)),
    ),
    regenerateClientSecret: method({ appendsTo: namedProject }, (request, call: Call) => {
      const app = { projectId: request.projectId, appId: request.applicationId }
      return byId.regenerateSecret(call, app, request.appType.case === 'isApi' ? 'api' : 'oidc')
    }),
    async listApplications({ projectId, filters: given, sortingColumn, pagination: wanted }, call) {
      const ofProject = { case: 'projectIdFilter', value: { projectId } } as const
      const among: readonly ApplicationFilter[] = projectId ? [ofProject] : []
      const filters = [...among, ...given.map(({ filter }) => filter)]
      const { rows, pagination } = await byId.list(call, { filters, sortingColumn, pagination: wanted })
      return { applications: rows.map(encodeApplicationBeta), pagination }
    },
    createApplicationKey: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const { keyId: id, ...created } = await byId.addKey(call, request, request.expirationDate)
      return { id, ...created }
    }),
    deleteApplicationKey: method({ appendsTo: namedProject }, (request, call: Call) => {
      const { projectId, applicationId: appId, id: keyId } = request
      return byId.removeKey(call, { projectId, appId, keyId })
    }),
    async getApplicationKey({ id: keyId, projectId, applicationId, organizationId }, call) {
      const owners = Object.entries({ projectId, applicationId, organizationId }) as KeyOwner[]
      const { id, creationDate, expirationDate } = encodeKeyBeta(await byId.findKey(call, keyId, owners))
      return { id, creationDate, expirationDate }
    },
    async listApplicationKeys({ pagination: wanted, sortingColumn, resourceId }, call) {
      const owners: readonly KeyOwner[] = resourceId.value ? [[resourceId.case, resourceId.value]] : []
      const { rows, pagination } = await byId.listKeys(call, { owners, sortingColumn, pagination: wanted })
      return { keys: rows.map(encodeKeyBeta), pagination }
    },
  })
}

function named({ projectId, id: appId }: { readonly projectId: string; readonly id: string }) {
  return { projectId, appId }
}

function encodeCreated(settings: NewApplication['settings'], { clientId, clientSecret }: CreatedApplication) {
  switch (settings.kind) {
    case 'oidc': {
      const compliance = encodeCompliance(complianceProblems(settings.config))
      return { case: 'oidcResponse', value: { clientId, clientSecret, ...compliance } } as const
    }
    case 'api':
      return { case: 'apiResponse', value: { clientId, clientSecret } } as const
    case 'saml':
      return { case: 'samlResponse', value: noFields } as const
  }
}
