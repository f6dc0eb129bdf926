import type { Call } from '../../../access/call.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { secretGenerator } from '../../settings/index.ts'
import { loginNamesOf, userFacet, userNotFound } from '../../users/index.ts'
import { clientSecretDigest, newClientSecret } from '../clientSecret.ts'
import { addCredential } from '../commands/addCredential.ts'
import { machineSecretSet } from '../events.ts'
import { noExpiry, refuseOutliving } from '../expiry.ts'
import { keysFacet } from '../keyState.ts'
import { givenMachineKey, newMachineKey } from '../machineKey.ts'
import { newPersonalAccessToken } from '../personalAccessToken.ts'
import { machineMissing } from '../refusals.ts'
import { tokensFacet } from '../tokenState.ts'
import { type NamedMachine, onMachine } from './machine.ts'

/** Adds a personal access token. Returns its text, which cannot be read again. */
export function addPersonalAccessToken(deps: Deps, call: Call, machine: NamedMachine, expiresAt: Date) {
  return onMachine(deps, call, machine, async (user, tx) => {
    accept(refuseOutliving(call.principal, expiresAt))
    const { tokenId, token, event, seal } = newPersonalAccessToken({ expiresAt })
    const { length } = user.state(tokensFacet)
    await tx.append(user.stream, accept(addCredential(user.state(userFacet), event, length)))
    seal(tx, user.stream)
    return { user: user.stream, tokenId, token }
  })
}

/** Adds the caller's public key, or a new key pair, whose file cannot be read again. */
export function addMachineKey(
  deps: Deps,
  call: Call,
  machine: NamedMachine,
  { publicKey, expiresAt }: { readonly publicKey: string | undefined; readonly expiresAt: Date },
) {
  let key = publicKey === undefined ? undefined : givenMachineKey(publicKey, expiresAt)
  return onMachine(deps, call, machine, async (user, tx) => {
    if (user.state(userFacet).kind !== 'machine') throw new DomainError(machineMissing)
    accept(refuseOutliving(call.principal, expiresAt))
    key ??= await newMachineKey({ userId: machine.userId, expiresAt })
    const { length } = user.state(keysFacet)
    await tx.append(user.stream, accept(addCredential(user.state(userFacet), key.event, length)))
    return { user: user.stream, keyId: key.keyId, content: key.file }
  })
}

/** Replaces the client secret. Returns the new one, which cannot be read again. */
export function setClientSecret(deps: Deps, call: Call, machine: NamedMachine) {
  return onMachine(deps, call, machine, async ({ stream: user, state }, tx) => {
    const person = state(userFacet)
    if (machine.within === 'context' && person.kind === 'none') throw new DomainError(userNotFound)
    accept(refuseOutliving(call.principal, noExpiry))
    const secretId = newId()
    const events = accept(addCredential(person, machineSecretSet({ secretId })))
    const clientSecret = newClientSecret(await secretGenerator(tx, tx.instanceId, 'app_secret'))
    tx.seal(user, secretId, clientSecretDigest(clientSecret))
    await tx.append(user, events)
    const names = await loginNamesOf(tx, tx.instanceId, user.id)
    return { user, clientId: names?.preferred ?? user.id, clientSecret }
  })
}
