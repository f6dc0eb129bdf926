import { toJson } from '@bufbuild/protobuf'
import { SecondFactorType } from '@sallyport/contract/zitadel/settings/v2/login_settings_pb.js'
import { GetLoginSettingsResponseSchema as NewSettings } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import {
  AuthenticationMethodType,
  ListAuthenticationMethodTypesResponseSchema as NewTypes,
} from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { ListAuthenticationMethodTypesResponseSchema as OldTypes } from '@sallyport/contract/zitadel/user/v2beta/user_service_pb.js'
import { GetLoginSettingsResponseSchema as OldSettings } from '@zitadel/proto/zitadel/settings/v2beta/settings_service_pb.js'
import { expect, test } from 'vitest'
import { olderReplies } from './olderReply.ts'

test('values that the older enum lacks are left out of lists, the others stay in order', () => {
  const { PASSWORD, RECOVERY_CODE, TOTP } = AuthenticationMethodType
  const authMethodTypes = [TOTP, RECOVERY_CODE, PASSWORD]
  const older = olderReplies(NewTypes, OldTypes)({ details: { totalResult: 3n }, authMethodTypes })
  expect(toJson(OldTypes, older)).toEqual({
    details: { totalResult: '3' },
    authMethodTypes: ['AUTHENTICATION_METHOD_TYPE_TOTP', 'AUTHENTICATION_METHOD_TYPE_PASSWORD'],
  })
})

test('values and fields are left out at any depth', () => {
  const settings = {
    allowLocalAuthentication: true,
    allowRegister: true,
    secondFactors: [SecondFactorType.RECOVERY_CODES, SecondFactorType.U2F],
  }
  const older = olderReplies(NewSettings, OldSettings)({ settings })
  const expected = { allowRegister: true, secondFactors: ['SECOND_FACTOR_TYPE_U2F'] }
  expect(toJson(OldSettings, older)).toEqual({ settings: expected })
})
