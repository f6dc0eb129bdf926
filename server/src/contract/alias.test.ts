import { create } from '@bufbuild/protobuf'
import { ListOrganizationsRequestSchema as NewRequest } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { ListOrganizationsRequestSchema as OldRequest } from '@sallyport/contract/zitadel/org/v2beta/org_service_pb.js'
import { UserService as UserServiceV2 } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceV2beta } from '@sallyport/contract/zitadel/user/v2beta/user_service_pb.js'
import { expect, test } from 'vitest'
import { aliasOf, convert, wireDifferences } from './alias.ts'
import { services } from './services.ts'

test('v2 handlers can serve exactly these v2beta methods', () => {
  const own = services.flatMap((service) => {
    const served = service.methods.filter((method) => aliasOf(method) !== undefined).length
    return service.typeName.includes('.v2beta.')
      ? [`${service.typeName} ${served}/${service.methods.length}`]
      : []
  })
  expect(own).toEqual([
    'zitadel.action.v2beta.ActionService 10/10',
    'zitadel.analytics.v2beta.TelemetryService 0/2',
    'zitadel.app.v2beta.AppService 0/12',
    'zitadel.authorization.v2beta.AuthorizationService 4/6',
    'zitadel.feature.v2beta.FeatureService 12/12',
    'zitadel.instance.v2beta.InstanceService 2/10',
    'zitadel.internal_permission.v2beta.InternalPermissionService 0/4',
    'zitadel.oidc.v2beta.OIDCService 2/2',
    'zitadel.org.v2beta.OrganizationService 6/14',
    'zitadel.project.v2beta.ProjectService 9/17',
    'zitadel.session.v2beta.SessionService 5/5',
    'zitadel.settings.v2beta.SettingsService 11/11',
    'zitadel.user.v2beta.UserService 34/34',
    'zitadel.webkey.v2beta.WebKeyService 4/4',
  ])
})

test('an alias leads to the same method of v2; v2 itself has none', () => {
  expect(aliasOf(UserServiceV2beta.method.removeTOTP)).toBe(UserServiceV2.method.removeTOTP)
  expect(aliasOf(UserServiceV2.method.removeTOTP)).toBeUndefined()
})

test('differences of messages are listed by field', () => {
  expect(wireDifferences(OldRequest, NewRequest)).toContain(
    'ListOrganizationsRequest.pagination: field 1 is query',
  )
})

test('conversion keeps every value', () => {
  const { input: older } = UserServiceV2beta.method.addHumanUser
  const { input: newer } = UserServiceV2.method.addHumanUser
  const request = create(older, {
    username: 'ada',
    organization: { org: { case: 'orgId', value: '7' } },
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    passwordType: { case: 'password', value: { password: 'x', changeRequired: true } },
  })
  expect(convert(older, newer, request)).toMatchObject({
    username: 'ada',
    organization: { org: { case: 'orgId', value: '7' } },
    passwordType: { case: 'password', value: { password: 'x', changeRequired: true } },
  })
})
