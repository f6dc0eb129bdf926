import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { methodPermission } from './methodPermission.ts'
import { services } from './services.ts'

test('reads both generations of the option', () => {
  expect(methodPermission(AdminService.method.removeSecondFactorFromLoginPolicy)).toEqual({
    permission: 'iam.policy.write',
  })
  expect(methodPermission(ManagementService.method.updateProject)).toEqual({
    permission: 'project.write',
    checkField: 'Id',
  })
  expect(methodPermission(UserService.method.removeTOTP)).toEqual({ permission: 'authenticated' })
  expect(methodPermission(UserService.method.addHumanUser)).toEqual({
    permission: 'user.write',
    orgField: 'organization',
  })
})

test('exactly these methods are public', () => {
  const open = services.flatMap((service) =>
    service.methods
      .filter((method) => methodPermission(method) === undefined)
      .map((method) => `${service.typeName}/${method.name}`),
  )
  expect(open.sort()).toEqual([
    'zitadel.admin.v1.AdminService/Healthz',
    'zitadel.analytics.v2beta.TelemetryService/ReportBaseInformation',
    'zitadel.analytics.v2beta.TelemetryService/ReportResourceCounts',
    'zitadel.auth.v1.AuthService/Healthz',
    'zitadel.management.v1.ManagementService/GetOIDCInformation',
    'zitadel.management.v1.ManagementService/Healthz',
    'zitadel.system.v1.SystemService/Healthz',
  ])
})
