import type { DescMessage, Message } from '@bufbuild/protobuf'
import {
  AddOIDCSettingsRequestSchema,
  AdminService,
  UpdateOIDCSettingsRequestSchema,
} from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { levelRef } from '../../../access/level.ts'
import { addedV1, changedV1 } from '../../../contract/details.ts'
import { durationOf } from '../../../contract/durations.ts'
import { type HandlerTable, implement, method } from '../../../contract/handlers.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addSetting } from '../commands/addSetting.ts'
import { changeSetting } from '../commands/changeSetting.ts'
import { setRestrictions } from '../commands/setRestrictions.ts'
import { setSecurity } from '../commands/setSecurity.ts'
import { type SettingValue, settingKinds } from '../kinds.ts'
import { allowedLanguages } from '../policies.ts'
import { effectiveSetting } from '../queries.ts'
import type { SettingsState } from '../state.ts'
import { writeSettings } from '../writes/writeSettings.ts'
import { decodeFields } from './decode.ts'
import { settingDetails } from './encode.ts'
import { decodeSecurityHeaders, showSecurityHeaders } from './securityHeaders.ts'

/** Settings that only the instance has, `zitadel.admin.v1.AdminService`. */
export function adminService(deps: Deps): HandlerTable<Call> {
  const read = <Name extends 'oidc' | 'security' | 'restrictions'>(call: Call, name: Name) =>
    effectiveSetting(deps.database, call.instance.id, '', name)
  const write = (call: Call, decide: (state: SettingsState) => Decision) =>
    writeSettings(deps, call, levelRef(call, 'instance'), decide)
  return implement(AdminService, {
    getOIDCSettings: async (_, call: Call) => {
      const setting = await read(call, 'oidc')
      return {
        settings: { ...encodeLifetimes(setting.value), details: settingDetails(setting) },
      }
    },
    addOIDCSettings: method({ dryRun: true }, async (request, call) => {
      const lifetimes = oidcOf(AddOIDCSettingsRequestSchema, request)
      return {
        details: addedV1(await write(call, (state) => addSetting(state, 'instance', 'oidc', lifetimes))),
      }
    }),
    updateOIDCSettings: method({ dryRun: true }, async (request, call) => {
      const lifetimes = oidcOf(UpdateOIDCSettingsRequestSchema, request)
      return {
        details: changedV1(await write(call, (state) => changeSetting(state, 'instance', 'oidc', lifetimes))),
      }
    }),
    getSecurityPolicy: async (_, call) => {
      const setting = await read(call, 'security')
      await showSecurityHeaders(deps.database, call)
      return {
        policy: {
          ...setting.value,
          allowedOrigins: [...setting.value.allowedOrigins],
          details: settingDetails(setting),
        },
      }
    },
    setSecurityPolicy: method(
      { dryRun: true },
      async ({ enableIframeEmbedding, allowedOrigins, enableImpersonation }, call) => {
        const value = { enableIframeEmbedding, allowedOrigins, enableImpersonation }
        const headers = decodeSecurityHeaders(call.headers)
        return { details: changedV1(await write(call, (state) => setSecurity(state, value, headers))) }
      },
    ),
    getRestrictions: async (_, call) => {
      const setting = await read(call, 'restrictions')
      return {
        ...setting.value,
        allowedLanguages: [...setting.value.allowedLanguages],
        details: settingDetails(setting),
      }
    },
    setRestrictions: async ({ disallowPublicOrgRegistration, allowedLanguages }, call) => {
      const given = {
        ...(disallowPublicOrgRegistration === undefined ? {} : { disallowPublicOrgRegistration }),
        ...(allowedLanguages === undefined ? {} : { allowedLanguages: allowedLanguages.list }),
      }
      const { defaultLanguage } = call.instance
      return {
        details: changedV1(await write(call, (state) => setRestrictions(state, given, defaultLanguage))),
      }
    },
    getAllowedLanguages: async (_, call) => ({
      languages: [...(await allowedLanguages(deps.database, call.instance.id))],
    }),
  })
}

function oidcOf(desc: DescMessage, request: Message) {
  return accept(decodeFields(desc, request, settingKinds.oidc.initial))
}

function encodeLifetimes(value: SettingValue<'oidc'>) {
  return {
    accessTokenLifetime: durationOf(value.accessTokenLifetime),
    idTokenLifetime: durationOf(value.idTokenLifetime),
    refreshTokenIdleExpiration: durationOf(value.refreshTokenIdleExpiration),
    refreshTokenExpiration: durationOf(value.refreshTokenExpiration),
  }
}
