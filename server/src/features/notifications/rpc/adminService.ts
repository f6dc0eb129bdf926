import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { type HandlerTable, implement, type MethodHandlers } from '../../../contract/handlers.ts'
import type { Deps } from '../../manifest.ts'
import { activateProvider, deactivateProvider, removeProvider } from '../commands/setActivity.ts'
import { testProvider, testSettings } from '../testMail.ts'
import { smtpInput, smtpSettings, twilioInput } from './decode.ts'
import { emailOnWire, smsOnWire, smtpOnWire } from './encode.ts'
import { messageTexts } from './messageTexts.ts'
import { providerMethods } from './providerMethods.ts'

/** Providers and message texts of the instance, `zitadel.admin.v1.AdminService`. */
export function adminService(deps: Deps): HandlerTable<Call> {
  const texts: MethodHandlers<typeof AdminService, Call> = messageTexts(deps, 'instance')
  return implement(AdminService, {
    ...emailProviders(deps),
    ...smtpConfigs(deps),
    ...smsProviders(deps),
    ...texts,
  })
}

/** `/email/**`. */
function emailProviders(deps: Deps) {
  const email = providerMethods(deps, 'email')
  return {
    addEmailProviderSMTP: email.add(smtpInput),
    addEmailProviderHTTP: email.addHttp,
    updateEmailProviderSMTP: email.update(smtpInput),
    updateEmailProviderHTTP: email.updateHttp,
    updateEmailProviderSMTPPassword: email.updateSecret(({ password }: { password: string }) => password),
    activateEmailProvider: email.write(activateProvider),
    deactivateEmailProvider: email.write(deactivateProvider),
    removeEmailProvider: email.write(removeProvider),
    testEmailProviderSMTPById: async ({ id, receiverAddress }, call) => {
      await testProvider(deps, call, id, receiverAddress)
      return {}
    },
    testEmailProviderSMTP: async (request, call) => {
      await testSettings(deps, call, smtpSettings(request), request)
      return {}
    },
    listEmailProviders: (request, call) => email.list(request, call, ['smtp', 'http'], emailOnWire),
    getEmailProvider: async (_, call) => ({ config: await email.active(call, emailOnWire) }),
    getEmailProviderById: async ({ id }, call) => ({ config: await email.byId(id, call, emailOnWire) }),
  } satisfies MethodHandlers<typeof AdminService, Call>
}

/** The older `/smtp/**`: the e-mail providers that are SMTP servers. */
function smtpConfigs(deps: Deps) {
  const email = providerMethods(deps, 'email')
  return {
    addSMTPConfig: email.add(smtpInput),
    updateSMTPConfig: email.update(smtpInput),
    updateSMTPConfigPassword: email.updateSecret(({ password }: { password: string }) => password),
    activateSMTPConfig: email.write(activateProvider),
    deactivateSMTPConfig: email.write(deactivateProvider),
    removeSMTPConfig: email.write(removeProvider),
    testSMTPConfigById: async ({ id, receiverAddress }, call) => {
      await testProvider(deps, call, id, receiverAddress)
      return {}
    },
    testSMTPConfig: async (request, call) => {
      await testSettings(deps, call, smtpSettings(request), request)
      return {}
    },
    listSMTPConfigs: (request, call) => email.list(request, call, ['smtp'], smtpOnWire),
    getSMTPConfig: async (_, call) => ({ smtpConfig: await email.active(call, smtpOnWire) }),
    getSMTPConfigById: async ({ id }, call) => ({ smtpConfig: await email.byId(id, call, smtpOnWire) }),
  } satisfies MethodHandlers<typeof AdminService, Call>
}

/** `/sms/**`. */
function smsProviders(deps: Deps) {
  const sms = providerMethods(deps, 'sms')
  return {
    addSMSProviderTwilio: sms.add(twilioInput),
    addSMSProviderHTTP: sms.addHttp,
    updateSMSProviderTwilio: sms.update(twilioInput),
    updateSMSProviderHTTP: sms.updateHttp,
    updateSMSProviderTwilioToken: sms.updateSecret(({ token }: { token: string }) => token),
    activateSMSProvider: sms.write(activateProvider),
    deactivateSMSProvider: sms.write(deactivateProvider),
    removeSMSProvider: sms.write(removeProvider),
    listSMSProviders: (request, call) => sms.list(request, call, ['twilio', 'http'], smsOnWire),
    getSMSProvider: async ({ id }, call) => ({ config: await sms.byId(id, call, smsOnWire) }),
  } satisfies MethodHandlers<typeof AdminService, Call>
}
