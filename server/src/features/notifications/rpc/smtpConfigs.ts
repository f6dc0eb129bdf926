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
import { activeProvider, listProviders, type ProviderRow, providerById } from '../queries.ts'
import { testProvider, testSettings } from '../testMail.ts'
import { smtpInput, smtpSettings } from './decode.ts'
import { smtpOnWire } from './encode.ts'

/** The same providers as `/email/**`, as far as they are SMTP servers: the older `/smtp/**` of the admin API. */
export function smtpConfigs(deps: Deps) {
  return {
    addSMTPConfig: async (request, call) => {
      const { stream, id } = await add(deps, call, smtpInput(request))
      return { details: addedV1(stream), id }
    },
    updateSMTPConfig: async (request, call) => ({
      details: changedV1(await change(deps, call, request.id, smtpInput(request))),
    }),
    updateSMTPConfigPassword: async ({ id, password }, call) => ({
      details: changedV1(await changeSecret(deps, call, 'email', id, password)),
    }),
    activateSMTPConfig: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => activateProvider(state, 'email', id))),
    }),
    deactivateSMTPConfig: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => deactivateProvider(state, 'email', id))),
    }),
    removeSMTPConfig: async ({ id }, call) => ({
      details: changedV1(await write(deps, call, '', (state) => removeProvider(state, 'email', id))),
    }),
    testSMTPConfigById: async ({ id, receiverAddress }, call) => {
      await testProvider(deps, call, id, receiverAddress)
      return {}
    },
    testSMTPConfig: async (request, call) => {
      await testSettings(deps, call, smtpSettings(request), request, request.receiverAddress)
      return {}
    },
    listSMTPConfigs: async ({ query }, call) => {
      const page = listQueryPage(query)
      const { rows, total } = await listProviders(deps.database, call.instance.id, 'email', ['smtp'], page)
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => found(row, call)),
      }
    },
    getSMTPConfig: async (_, call) => ({
      smtpConfig: found(await activeProvider(deps.database, call.instance.id, 'email'), call),
    }),
    getSMTPConfigById: async ({ id }, call) => ({
      smtpConfig: found(await providerById(deps.database, call.instance.id, 'email', id), call),
    }),
  } satisfies MethodHandlers<typeof AdminService, Call>
}

function found(row: ProviderRow | undefined, call: Call) {
  const config = row && smtpOnWire(row, call.instance.id)
  if (config === undefined) throw new DomainError(providerNotFound)
  return config
}
