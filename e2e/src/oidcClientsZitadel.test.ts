import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import {
  createAccessTokenInterceptor,
  createAuthClient,
  createManagementClient,
  createServiceAccountInterceptor,
} from '@zitadel/node/dist/api/index.js'
import { Application, ServiceAccount } from '@zitadel/node/dist/credentials/index.js'
import { APIAuthMethodType } from '@zitadel/proto/zitadel/app/v2beta/api_pb.js'
import { AppService } from '@zitadel/proto/zitadel/app/v2beta/app_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { postForm } from './oidcForms.ts'
import { addProject } from './oidcLogin.ts'
import { addMachine } from './tenants.ts'

const server = await testServer()
const expirationDate = timestampFromDate(new Date(Date.now() + 86_400_000))
const machine = await addMachine(server, { roles: ['ORG_OWNER'] })
const { keyContent } = await server.client(UserService).addKey({ userId: machine.userId, expirationDate })
const account = ServiceAccount.fromJsonString(Buffer.from(keyContent).toString())

describe('@zitadel/node 3', () => {
  test('a service account calls the APIs with the key file that the server made', async () => {
    const calls = createServiceAccountInterceptor(server.url, account, { apiAccess: true })
    const { user } = await createAuthClient(server.url, calls).getMyUser({})
    expect(user?.id).toBe(machine.userId)
    const { org } = await createManagementClient(server.url, calls).getMyOrg({})
    expect(org?.id).toBe(server.first.orgId)
  })

  test('a token for other projects does not reach the APIs', async () => {
    const token = await account.authenticate(server.url)
    const calls = createAuthClient(server.url, createAccessTokenInterceptor(token))
    await expect(calls.getMyUser({})).rejects.toThrow(/UNAUTHENTICATED|PERMISSION_DENIED/)
  })

  test('an API introspects the token of its project by its key file', async () => {
    const apps = server.client(AppService)
    const projectId = await addProject(server)
    const { appId } = await apps.createApplication({
      projectId,
      name: 'API',
      creationRequestType: {
        case: 'apiRequest',
        value: { authMethodType: APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT },
      },
    })
    const { keyDetails } = await apps.createApplicationKey({ projectId, appId, expirationDate })
    const api = Application.fromJsonString(Buffer.from(keyDetails).toString())
    const token = await account.authenticate(server.url, { projectAudiences: [projectId] })
    const { json } = await postForm(server, '/oauth/v2/introspect', {
      token,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await api.getSignedJwt(server.url),
    })
    expect(json).toMatchObject({ active: true, sub: machine.userId, aud: [projectId] })
  })
})
