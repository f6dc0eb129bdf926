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
import { listProviders, providerById } from '../queries.ts'
import { httpInput, twilioInput } from './decode.ts'
import { smsOnWire } from './encode.ts'

/** SMS providers of the instance, `/sms/**` of the admin API. */
export function smsProviders(deps: Deps) {
  return {
    addSMSProviderTwilio: async (request, call) => {
      const { stream, id } = await add(deps, call, twilioInput(request))
      return { details: addedV1(stream), id }
    },
    updateSMSProviderTwilio: async (request, call) => ({
      details: changedV1(await change(deps, call, request.id, twilioInput(request))),
    }),
    updateSMSProviderTwilioToken: async ({ id, token }, call) => ({
      details: changedV1(await changeSecret(deps, call, 'sms', id, token)),
    }),
    addSMSProviderHTTP: async (request, call) => {
      const { stream, id } = await add(deps, call, httpInput('sms', request))
      return { details: addedV1(stream), id }
    },
    updateSMSProviderHTTP: async (request, call) => ({
      details: changedV1(await change(deps, call, request.id, httpInput('sms', request))),
    }),
    activateSMSProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => activateProvider(state, 'sms', id))),
    }),
    deactivateSMSProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => deactivateProvider(state, 'sms', id))),
    }),
    removeSMSProvider: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => removeProvider(state, 'sms', id))),
    }),
    listSMSProviders: async ({ query }, call) => {
      const page = listQueryPage(query)
      const { rows, total } = await listProviders(
        deps.database,
        call.instance.id,
        'sms',
        ['twilio', 'http'],
        page,
      )
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => smsOnWire(row, call.instance.id)),
      }
    },
    getSMSProvider: async ({ id }, call) => {
      const row = await providerById(deps.database, call.instance.id, 'sms', id)
      if (row === undefined) throw new DomainError(providerNotFound)
      return { config: smsOnWire(row, call.instance.id) }
    },
  } satisfies MethodHandlers<typeof AdminService, Call>
}
