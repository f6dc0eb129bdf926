import type { MessageInitShape } from '@bufbuild/protobuf'
import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { APIAuthMethodType } from '@sallyport/contract/zitadel/application/v2/api_pb.js'
import {
  ApplicationService,
  type CreateApplicationRequestSchema,
  type CreateOIDCApplicationRequestSchema,
} from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import type { ClientOptions, TestServer } from '../../server/src/testing/testServer.ts'

export const oidc = (value: MessageInitShape<typeof CreateOIDCApplicationRequestSchema> = {}) => ({
  case: 'oidcConfiguration' as const,
  value,
})

export const api = (authMethodType = APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC) => ({
  case: 'apiConfiguration' as const,
  value: { authMethodType },
})

export const samlXml = (xml: string) => ({
  case: 'samlConfiguration' as const,
  value: { metadata: { case: 'metadataXml' as const, value: Buffer.from(xml) } },
})

export const samlUrl = (url: string) => ({
  case: 'samlConfiguration' as const,
  value: { metadata: { case: 'metadataUrl' as const, value: url } },
})

/** The kind of an app with its settings in a creation. */
export type Kind = NonNullable<MessageInitShape<typeof CreateApplicationRequestSchema>['applicationType']>

/** When the keys of the tests expire. */
export const later = timestampFromDate(new Date(Date.now() + 86_400_000))

let count = 0

/** Returns a name that no other app has. */
export function newName(): string {
  count += 1
  return `App ${count}`
}

/** Short forms of calls of `zitadel.application.v2`, by default in one project. */
export function applicationsV2(server: TestServer, projectId: string) {
  const v2 = (options: ClientOptions = {}) => server.client(ApplicationService, options)
  const create = (applicationType: Kind, { name = newName(), project = projectId, client = v2() } = {}) =>
    client.createApplication({ projectId: project, name, applicationType })
  return {
    v2,
    create,
    newApp: async (kind: Kind = api()) => (await create(kind)).applicationId,
    newKey: async (applicationId: string) =>
      (await v2().createApplicationKey({ projectId, applicationId, expirationDate: later })).keyId,
    read: async (applicationId: string) => (await v2().getApplication({ applicationId })).application,
  }
}
