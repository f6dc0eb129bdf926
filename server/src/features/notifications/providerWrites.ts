import { type Call, writing } from '../../access/call.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { domainPolicy } from '../settings/index.ts'
import { addProvider } from './commands/addProvider.ts'
import { changeProvider } from './commands/changeProvider.ts'
import { secretMissing } from './commands/refusals.ts'
import { setSecret } from './commands/setSecret.ts'
import type { Channel, ProviderSettings } from './events.ts'
import { type ProvidersState, providersFacet } from './providerState.ts'
import { isInstanceDomain } from './queries.ts'

const senderForeign = refuse(
  'notification.sender_domain_foreign',
  'failed_precondition',
  'the sender address must be of a domain of this instance; change it, or the domain policy',
)

/** A provider as requests describe it; `secret` '' means none, or none new. */
export interface ProviderInput {
  readonly channel: Channel
  readonly description: string
  readonly settings: ProviderSettings
  readonly secret: string
}

/** Adds a provider, inactive; answers its new id. */
export async function add(
  deps: Deps,
  call: Call,
  input: ProviderInput,
): Promise<{ stream: Stream; id: string }> {
  await checkSender(deps, call, input.settings)
  const id = newId()
  const stream = await write(deps, call, input.secret, (_, secretId) =>
    addProvider({ id, ...described(input), ...secretId }),
  )
  return { stream, id }
}

/** Replaces a provider's settings, and its secret when a new one is given. */
export async function change(deps: Deps, call: Call, id: string, input: ProviderInput): Promise<Stream> {
  await checkSender(deps, call, input.settings)
  return write(deps, call, input.secret, (state, secretId) =>
    changeProvider(state, { id, ...described(input), ...secretId }),
  )
}

/** Replaces the password or token alone. */
export function changeSecret(
  deps: Deps,
  call: Call,
  channel: Channel,
  id: string,
  secret: string,
): Promise<Stream> {
  return write(deps, call, secret, (state, { secretId }) =>
    secretId === undefined ? secretMissing : setSecret(state, channel, id, secretId),
  )
}

/** Decides on the instance's providers, appends, and answers the instance's stream as it then is; seals a secret that is not ''. */
export async function write(
  deps: Deps,
  call: Call,
  secret: string,
  decide: (state: ProvidersState, secret: { readonly secretId?: string }) => Decision,
): Promise<Stream> {
  const ref = { type: 'instance', id: call.instance.id }
  const secretId = newId()
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const instance = await tx.load(ref)
    if (secret !== '') tx.seal(instance, secretId, secret)
    await tx.append(
      instance,
      accept(decide(instance.state(providersFacet), secret === '' ? {} : { secretId })),
    )
    return instance
  })
  return result
}

function described({ channel, description, settings }: ProviderInput) {
  return { channel, description, settings }
}

/** The domain policy may want mails to come from the instance's own domains (users notes §8). */
async function checkSender(deps: Deps, call: Call, settings: ProviderSettings): Promise<void> {
  if (settings.kind !== 'smtp') return
  const policy = await domainPolicy(deps.database, call.instance.id, '')
  if (!policy.smtpSenderAddressMatchesInstanceDomain) return
  const domain = settings.senderAddress.split('@').at(-1) ?? ''
  if (!(await isInstanceDomain(deps.database, call.instance.id, domain))) throw new DomainError(senderForeign)
}
