import type { ApplicationKeySearchFilter } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import type { Call } from '../../../access/call.ts'
import { timestamp } from '../../../contract/details.ts'
import { implement, method } from '../../../contract/handlers.ts'
import { emptyQuery } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { complianceProblems } from '../compliance.ts'
import type { CreatedApplication, NewApplication } from '../writes/createApplication.ts'
import { applicationsById, type KeyOwner } from './applicationsById.ts'
import { namedProject } from './decode.ts'
import { decodeNewSettings, decodeSettingChanges } from './decodeSettings.ts'
import { encodeApplication, encodeComplianceV2, encodeKey, noFields } from './encode.ts'

/** Apps of projects by id, their secrets and keys, `zitadel.application.v2.ApplicationService`. */
export function applicationService(deps: Deps) {
  const byId = applicationsById(deps)
  return implement<typeof ApplicationService, Call>(ApplicationService, {
    createApplication: method({ appendsTo: namedProject }, async (request, call: Call) => {
      const settings = decodeNewSettings(request.applicationType, call)
      const app = { appId: request.applicationId, name: request.name, settings }
      const created = await byId.create(call, request.projectId, app)
      return {
        applicationId: created.appId,
        creationDate: timestamp(created.stream.changedAt),
        applicationType: encodeCreated(settings, created),
      }
    }),
    updateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.update(call, named(request), {
        name: request.name,
        settings: decodeSettingChanges(request.applicationType),
      }),
    ),
    getApplication: async ({ applicationId }, call) => ({
      application: encodeApplication(await byId.find(call, applicationId)),
    }),
    deleteApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.remove(call, named(request)),
    ),
    deactivateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.deactivate(call, named(request)),
    ),
    reactivateApplication: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.reactivate(call, named(request)),
    ),
    generateClientSecret: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.regenerateSecret(call, named(request)),
    ),
    async listApplications({ filters: given, sortingColumn, pagination: wanted }, call) {
      const filters = given.map(({ filter }) => filter)
      const { rows, pagination } = await byId.list(call, { filters, sortingColumn, pagination: wanted })
      return { applications: rows.map(encodeApplication), pagination }
    },
    createApplicationKey: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.addKey(call, named(request), request.expirationDate),
    ),
    deleteApplicationKey: method({ appendsTo: namedProject }, (request, call: Call) =>
      byId.removeKey(call, { ...named(request), keyId: request.keyId }),
    ),
    async getApplicationKey({ keyId }, call) {
      const { creationDate, expirationDate } = encodeKey(await byId.findKey(call, keyId))
      return { keyId, creationDate, expirationDate }
    },
    async listApplicationKeys({ filters, sortingColumn, pagination: wanted }, call) {
      const owners = filters.map(decodeKeyOwner)
      const { rows, pagination } = await byId.listKeys(call, { owners, sortingColumn, pagination: wanted })
      return { keys: rows.map(encodeKey), pagination }
    },
  })
}

function named(request: { readonly projectId: string; readonly applicationId: string }) {
  return { projectId: request.projectId, appId: request.applicationId }
}

function decodeKeyOwner({ filter }: ApplicationKeySearchFilter): KeyOwner {
  switch (filter.case) {
    case 'applicationIdFilter':
      return ['applicationId', filter.value.applicationId]
    case 'projectIdFilter':
      return ['projectId', filter.value.projectId]
    case 'organizationIdFilter':
      return ['organizationId', filter.value.organizationId]
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

function encodeCreated(settings: NewApplication['settings'], { clientId, clientSecret }: CreatedApplication) {
  switch (settings.kind) {
    case 'oidc': {
      const compliance = encodeComplianceV2(complianceProblems(settings.config))
      return { case: 'oidcConfiguration', value: { clientId, clientSecret, ...compliance } } as const
    }
    case 'api':
      return { case: 'apiConfiguration', value: { clientId, clientSecret } } as const
    case 'saml':
      return { case: 'samlConfiguration', value: noFields } as const
  }
}
