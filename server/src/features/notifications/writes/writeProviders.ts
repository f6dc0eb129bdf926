import { type Call, writing } from '../../../access/call.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { newId } from '../../../kernel/ids.ts'
import { DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { domainPolicy } from '../../settings/index.ts'
import { addProvider, type NewProvider } from '../commands/addProvider.ts'
import { changeProvider } from '../commands/changeProvider.ts'
import { setSecret } from '../commands/setSecret.ts'
import type { Channel, ProviderSettings } from '../events.ts'
import { type ProvidersState, providersFacet } from '../providerState.ts'
import { isInstanceDomain } from '../queries.ts'
import { secretMissing, senderForeign } from '../refusals.ts'

/** A provider as a request describes it; `secret` '' means none, or no new one. */
export interface ProviderInput extends Pick<NewProvider, 'description' | 'settings'> {
  readonly secret: string
}

/** Adds an inactive provider. Returns its new id. */
export async function createProvider(deps: Deps, call: Call, channel: Channel, input: ProviderInput) {
  const { secret, ...given } = input
  await checkSender(deps, call, given.settings)
  const id = newId()
  const stream = await writeProviders(
    deps,
    call,
    (_, sealed) => addProvider({ id, channel, ...given, ...sealed }),
    secret,
  )
  return { stream, id }
}

/** Replaces a provider's settings and, if a new one is given, its secret. */
export async function updateProvider(
  deps: Deps,
  call: Call,
  channel: Channel,
  id: string,
  { secret, ...given }: ProviderInput,
): Promise<Stream> {
  await checkSender(deps, call, given.settings)
  return writeProviders(
    deps,
    call,
    (state, sealed) => changeProvider(state, { id, channel, ...given, ...sealed }),
    secret,
  )
}

/** Replaces the password or token alone. */
export function updateSecret(
  deps: Deps,
  call: Call,
  channel: Channel,
  id: string,
  secret: string,
): Promise<Stream> {
  return writeProviders(
    deps,
    call,
    (state, { secretId }) =>
      secretId === undefined ? secretMissing : setSecret(state, channel, id, secretId),
    secret,
  )
}

/** Decides on the instance's providers; a secret that is not '' is sealed under the id that `decide` receives. */
export async function writeProviders(
  { log }: Deps,
  call: Call,
  decide: (state: ProvidersState, sealed: { readonly secretId?: string }) => Decision,
  secret = '',
): Promise<Stream> {
  const ref = { type: 'instance', id: call.instance.id }
  const sealed = secret === '' ? {} : { secretId: newId() }
  return decideOn(log, writing(call), ref, (instance, tx) => {
    if (sealed.secretId !== undefined) tx.seal(instance, sealed.secretId, secret)
    return decide(instance.state(providersFacet), sealed)
  })
}

/** The domain policy may restrict senders to the instance's own domains (users notes §8). */
async function checkSender(deps: Deps, call: Call, settings: ProviderSettings): Promise<void> {
  if (settings.kind !== 'smtp') return
  const policy = await domainPolicy(deps.database, call.instance.id, '')
  if (!policy.smtpSenderAddressMatchesInstanceDomain) return
  const domain = settings.senderAddress.split('@').at(-1) ?? ''
  if (!(await isInstanceDomain(deps.database, call.instance.id, domain))) throw new DomainError(senderForeign)
}
