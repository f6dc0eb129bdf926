import type { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import type { MethodHandlers } from '../../../contract/handlers.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { providerNotFound } from '../commands/refusals.ts'
import { activateProvider, deactivateProvider, removeProvider } from '../commands/setActivity.ts'
import { add, change, changeSecret, write } from '../providerWrites.ts'
import { activeProvider, listProviders, providerById } from '../queries.ts'
import { testProvider, testSettings } from '../testMail.ts'
import { httpInput, smtpInput, smtpSettings } from './decode.ts'
import { emailOnWire } from './encode.ts'

/** E-mail providers of the instance, `/email/**` of the admin API. */
export function emailProviders(deps: Deps) {
  return {
    addEmailProviderSMTP: async (request, call) => {
      const { stream, id } = await add(deps, call, smtpInput(request))
      return { details: addedV1(stream), id }
    },
    updateEmailProviderSMTP: async (request, call) => ({
      details: changedV1(await change(deps, call, request.id, smtpInput(request))),
    }),
    updateEmailProviderSMTPPassword: async ({ id, password }, call) => ({
      details: changedV1(await changeSecret(deps, call, 'email', id, password)),
    }),
    addEmailProviderHTTP: async (request, call) => {
      const { stream, id } = await add(deps, call, httpInput('email', request))
      return { details: addedV1(stream), id }
    },
    updateEmailProviderHTTP: async (request, call) => ({
      details: changedV1(await change(deps, call, request.id, httpInput('email', request))),
    }),
    activateEmailProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => activateProvider(state, 'email', id))),
    }),
    deactivateEmailProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => deactivateProvider(state, 'email', id))),
    }),
    removeEmailProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => removeProvider(state, 'email', id))),
    }),
    testEmailProviderSMTPById: async ({ id, receiverAddress }, call) => {
      await testProvider(deps, call, id, receiverAddress)
      return {}
    },
    testEmailProviderSMTP: async (request, call) => {
      await testSettings(deps, call, smtpSettings(request), request, request.receiverAddress)
      return {}
    },
    listEmailProviders: async ({ query }, call) => {
      const page = listQueryPage(query)
      const { rows, total } = await listProviders(
        deps.database,
        call.instance.id,
        'email',
        ['smtp', 'http'],
        page,
      )
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => emailOnWire(row, call.instance.id)),
      }
    },
    getEmailProvider: async (_, call) => {
      const row = await activeProvider(deps.database, call.instance.id, 'email')
      if (row === undefined) throw new DomainError(providerNotFound)
      return { config: emailOnWire(row, call.instance.id) }
    },
    getEmailProviderById: async ({ id }, call) => {
      const row = await providerById(deps.database, call.instance.id, 'email', id)
      if (row === undefined) throw new DomainError(providerNotFound)
      return { config: emailOnWire(row, call.instance.id) }
    },
  } satisfies MethodHandlers<typeof AdminService, Call>
}
