import type { DescMethod } from '@bufbuild/protobuf'
import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { SessionService } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import type { Deps } from '../features/manifest.ts'
import { handlerLookup } from '../product.ts'
import { wantsDryRun } from './dryRun.ts'

const lookup = handlerLookup({} as Deps)
const dry = new Headers({ 'x-sallyport-dry-run': 'true' })

function traitsOf(method: DescMethod) {
  const handler = lookup(method)
  if (handler === undefined) throw new Error(`${method.name} has no handler`)
  return handler.traits ?? {}
}

test.each([
  AdminService.method.updateLoginPolicy,
  AdminService.method.removeMultiFactorFromLoginPolicy,
  ManagementService.method.addCustomLoginPolicy,
  ManagementService.method.resetLoginPolicyToDefault,
  ManagementService.method.removeSecondFactorFromLoginPolicy,
  ManagementService.method.removeHumanAuthFactorOTP,
  ManagementService.method.removeHumanAuthFactorU2F,
  ManagementService.method.removeHumanPasswordless,
  AuthService.method.removeMyAuthFactorOTPSMS,
  UserService.method.removeOTPEmail,
  UserService.method.removeTOTP,
  UserService.method.removePasskey,
])('$name can be run dry', (method) => {
  expect(wantsDryRun(traitsOf(method), dry)).toBe('counts')
  expect(wantsDryRun(traitsOf(method), new Headers())).toBeUndefined()
})

test.each([
  SessionService.method.createSession,
  SessionService.method.setSession,
  UserService.method.verifyTOTPRegistration,
  UserService.method.verifyEmail,
  UserService.method.setPassword,
  UserService.method.deleteUser,
  AuthService.method.verifyMyAuthFactorOTP,
  AuthService.method.updateMyPassword,
])('$name refuses a dry run: it would commit, or let guesses go uncounted', (method) => {
  expect(() => wantsDryRun(traitsOf(method), dry)).toThrow(/x-sallyport-dry-run/)
})
