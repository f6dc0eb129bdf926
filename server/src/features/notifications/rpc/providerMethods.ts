import type { Duration } from '@bufbuild/protobuf/wkt'
import type { Call } from '../../../access/call.ts'
import { addedV1, changedV1, listDetailsV1 } from '../../../contract/details.ts'
import { listQueryPage } from '../../../contract/listQuery.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import { newSigningKey } from '../../../outbound/requestSignature.ts'
import type { Deps } from '../../manifest.ts'
import type { Channel, ProviderSettings } from '../events.ts'
import type { ProvidersState } from '../providerState.ts'
import { activeProvider, listProviders, type ProviderRow, providerById } from '../queries.ts'
import { providerNotFound } from '../refusals.ts'
import {
  createProvider,
  type ProviderInput,
  updateProvider,
  updateSecret,
  writeProviders,
} from '../writes/writeProviders.ts'
import { httpInput } from './decode.ts'

type Named = { readonly id: string }
type HttpRequest = Parameters<typeof httpInput>[0]
/** Returns a provider as one API shows it; undefined for a provider that the API does not know. */
type Encode<Shown> = (row: ProviderRow, instanceId: string) => Shown | undefined

/** Makes the handlers of a channel's providers; the APIs of a channel differ in decoding and encoding alone. */
export function providerMethods(deps: Deps, channel: Channel) {
  return {
    add:
      <Request>(decode: (request: Request) => ProviderInput) =>
      async (request: Request, call: Call) => {
        const { stream, id } = await createProvider(deps, call, channel, decode(request))
        return { details: addedV1(stream), id }
      },
    update:
      <Request>(decode: (request: Request) => ProviderInput) =>
      async (request: Request & Named, call: Call) => ({
        details: changedV1(await updateProvider(deps, call, channel, request.id, decode(request))),
      }),
    addHttp: async (request: HttpRequest, call: Call) => {
      const signingKey = newSigningKey()
      const input = { ...httpInput(request), secret: signingKey }
      const { stream, id } = await createProvider(deps, call, channel, input)
      return { details: addedV1(stream), id, signingKey }
    },
    /** The contract admits one lifetime of the present key, none: a new key replaces it at once. */
    updateHttp: async (request: HttpRequest & Named & { expirationSigningKey?: Duration }, call: Call) => {
      const signingKey = request.expirationSigningKey && newSigningKey()
      const input = { ...httpInput(request), secret: signingKey ?? '' }
      const details = changedV1(await updateProvider(deps, call, channel, request.id, input))
      return { details, ...(signingKey !== undefined && { signingKey }) }
    },
    updateSecret:
      <Request>(decode: (request: Request) => string) =>
      async (request: Request & Named, call: Call) => ({
        details: changedV1(await updateSecret(deps, call, channel, request.id, decode(request))),
      }),
    write:
      (decide: (state: ProvidersState, channel: Channel, id: string) => Decision) =>
      async ({ id }: Named, call: Call) => ({
        details: changedV1(await writeProviders(deps, call, (state) => decide(state, channel, id))),
      }),
    async list<Shown>(
      { query }: { readonly query?: Parameters<typeof listQueryPage>[0] },
      call: Call,
      kinds: readonly ProviderSettings['kind'][],
      encode: Encode<Shown>,
    ) {
      const { id } = call.instance
      const { rows, total } = await listProviders(deps.database, id, channel, kinds, listQueryPage(query))
      return {
        details: listDetailsV1(total, call.now),
        result: rows.map((row) => shown(row, call, encode)),
      }
    },
    async active<Shown>(call: Call, encode: Encode<Shown>) {
      return shown(await activeProvider(deps.database, call.instance.id, channel), call, encode)
    },
    async byId<Shown>(id: string, call: Call, encode: Encode<Shown>) {
      return shown(await providerById(deps.database, call.instance.id, channel, id), call, encode)
    },
  }
}

function shown<Shown>(row: ProviderRow | undefined, call: Call, encode: Encode<Shown>): Shown {
  const provider = row && encode(row, call.instance.id)
  if (provider === undefined) throw new DomainError(providerNotFound)
  return provider
}
