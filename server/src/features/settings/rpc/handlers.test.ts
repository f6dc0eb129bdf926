import { create, toJson } from '@bufbuild/protobuf'
import { AdminService, UpdateOIDCSettingsRequestSchema } from '@sallyport/contract/zitadel/admin_pb.js'
import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import {
  AddCustomPasswordComplexityPolicyRequestSchema,
  ManagementService,
  UpdateCustomLabelPolicyRequestSchema,
} from '@sallyport/contract/zitadel/management_pb.js'
import {
  LabelPolicySchema,
  PasswordComplexityPolicySchema,
  ThemeMode,
} from '@sallyport/contract/zitadel/policy_pb.js'
import { OIDCSettingsSchema } from '@sallyport/contract/zitadel/settings_pb.js'
import { expect, test } from 'vitest'
import { settingKinds } from '../kinds.ts'
import { decodeFields } from './decode.ts'
import { encodeFields } from './encode.ts'
import { adminMethods, authMethods, managementMethods } from './policyMethods.ts'

test.each([
  [AdminService, adminMethods],
  [ManagementService, managementMethods],
  [AuthService, authMethods],
])('every policy method of $typeName is in the table, each with the contract’s name', (service, methods) => {
  const elsewhere = /Login|Text|Security|^set|Language/
  const inContract = service.methods
    .filter(({ name }) => /(Policy|PolicyToDefault|LabelPolicy\w+)$/.test(name) && !elsewhere.test(name))
    .map(({ localName }) => localName)
  expect(Object.keys(methods).sort()).toEqual(inContract.sort())
})

test('counts, durations and choices are decoded to stored values and encoded back', () => {
  const complexity = settingKinds.passwordComplexity.initial
  const add = create(AddCustomPasswordComplexityPolicyRequestSchema, { minLength: 12n, hasNumber: true })
  const given = decodeFields(AddCustomPasswordComplexityPolicyRequestSchema, add, complexity)
  expect(given).toEqual({
    minLength: 12,
    hasUppercase: false,
    hasLowercase: false,
    hasNumber: true,
    hasSymbol: false,
  })
  const shown = create(
    PasswordComplexityPolicySchema,
    encodeFields(PasswordComplexityPolicySchema, complexity),
  )
  expect(shown).toMatchObject({ minLength: 8n, hasSymbol: true })

  const oidc = create(UpdateOIDCSettingsRequestSchema, {
    accessTokenLifetime: { seconds: 1n, nanos: 500_000_000 },
  })
  const lifetimes = decodeFields(UpdateOIDCSettingsRequestSchema, oidc, settingKinds.oidc.initial)
  expect(lifetimes).toMatchObject({ accessTokenLifetime: 1.5, idTokenLifetime: 0 })
  const settings = create(OIDCSettingsSchema, encodeFields(OIDCSettingsSchema, { accessTokenLifetime: 1.5 }))
  expect(toJson(OIDCSettingsSchema, settings)).toEqual({ accessTokenLifetime: '1.500s' })
})

test('an unspecified theme is the default, an unknown one is refused', () => {
  const schema = UpdateCustomLabelPolicyRequestSchema
  const initial = settingKinds.label.initial
  const decode = (themeMode: number) => decodeFields(schema, create(schema, { themeMode }), initial)
  expect(decode(ThemeMode.UNSPECIFIED)).toMatchObject({ themeMode: 'auto' })
  expect(decode(ThemeMode.DARK)).toMatchObject({ themeMode: 'dark' })
  expect(decode(99)).toMatchObject({ code: 'setting.enum_unknown', kind: 'invalid_argument' })
  expect(create(LabelPolicySchema, encodeFields(LabelPolicySchema, { themeMode: 'light' })).themeMode).toBe(
    ThemeMode.LIGHT,
  )
})

test('a count of more than 32 bits is refused', () => {
  const schema = AddCustomPasswordComplexityPolicyRequestSchema
  const huge = create(schema, { minLength: 2n ** 53n })
  expect(decodeFields(schema, huge, settingKinds.passwordComplexity.initial)).toMatchObject({
    code: 'setting.number_too_large',
  })
})
