import type { Timestamp } from '@bufbuild/protobuf/wkt'
import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { secretGenerator } from '../settings/index.ts'
import { loginNamesOf, type UserState, userFacet, userNotFound } from '../users/index.ts'
import { hashClientSecret, newClientSecret } from './clientSecret.ts'
import { addCredential } from './commands/addCredential.ts'
import { checkExpiry } from './commands/checkExpiry.ts'
import { removeKey } from './commands/removeKey.ts'
import { removeSecret } from './commands/removeSecret.ts'
import { removeToken } from './commands/removeToken.ts'
import { instantOf, noExpiry } from './expiry.ts'
import { keysFacet } from './keyState.ts'
import { generateMachineKey, keyFile, parsePublicKey } from './machineKey.ts'
import { newPersonalAccessToken } from './newPersonalAccessToken.ts'
import { clientSecretFacet } from './secretState.ts'
import { tokensFacet } from './tokenState.ts'

/**
 * Where the machine is looked for: `instance` asks for the right in its own organization (or being it), `context`
 * trusts the right that the call was let in with and hides users of other organizations.
 */
export type Within = 'instance' | 'context'

/** Adds a personal access token; without an expiration it lives on. Its text is answered once. */
export async function addPersonalAccessToken(
  deps: Deps,
  call: Call,
  within: Within,
  request: { readonly userId: string; readonly expirationDate?: Timestamp | undefined },
) {
  const expiresAt = expiryOf(request.expirationDate, call.now)
  return onMachine(deps, call, within, request.userId, async (tx, user, kind) => {
    const tokenId = newId()
    const made = newPersonalAccessToken({ tokenId, expiresAt })
    await tx.append(user, accept(addCredential(kind, made.events)))
    made.seal(tx, user)
    return { user, tokenId, token: made.token }
  })
}

/** Ends a personal access token. */
export async function removePersonalAccessToken(
  deps: Deps,
  call: Call,
  within: Within,
  request: { readonly userId: string; readonly tokenId: string },
) {
  return onMachine(deps, call, within, request.userId, async (tx, user, kind) => {
    const tokens = kind === 'none' ? [] : user.state(tokensFacet)
    await tx.append(user, accept(removeToken(tokens, request.tokenId)))
    return user
  })
}

/** Adds a key: the caller's own public key, or a fresh pair whose key file is answered once. */
export async function addMachineKey(
  deps: Deps,
  call: Call,
  within: Within,
  request: {
    readonly userId: string
    readonly expirationDate?: Timestamp | undefined
    readonly publicKey: Uint8Array
  },
) {
  const expiresAt = expiryOf(request.expirationDate, call.now)
  const own = request.publicKey.length > 0 ? accept(parsePublicKey(request.publicKey)) : undefined
  let pair: { readonly publicKey: string; readonly privateKey: string } | undefined
  return onMachine(deps, call, within, request.userId, async (tx, user, kind) => {
    accept(addCredential(kind, []))
    const keyId = newId()
    if (own === undefined) pair ??= await generateMachineKey()
    const payload = {
      keyId,
      type: 'json',
      expiresAt: expiresAt.toISOString(),
      publicKey: own ?? pair?.publicKey ?? '',
    }
    await tx.append(user, accept(addCredential(kind, [{ type: 'user.machine.key.added', payload }])))
    const content = pair && keyFile({ keyId, userId: user.id, privateKey: pair.privateKey, expiresAt })
    return { user, keyId, content: content ?? new Uint8Array() }
  })
}

/** Ends a key. */
export async function removeMachineKey(
  deps: Deps,
  call: Call,
  within: Within,
  request: { readonly userId: string; readonly keyId: string },
) {
  return onMachine(deps, call, within, request.userId, async (tx, user, kind) => {
    const keys = kind === 'none' ? [] : user.state(keysFacet)
    await tx.append(user, accept(removeKey(keys, request.keyId)))
    return user
  })
}

/** Sets a fresh client secret, answered once; the one before stops working. */
export async function setClientSecret(deps: Deps, call: Call, within: Within, userId: string) {
  return onMachine(deps, call, within, userId, async (tx, user, kind) => {
    if (within === 'context' && kind === 'none') throw new DomainError(userNotFound)
    accept(addCredential(kind, []))
    const clientSecret = newClientSecret(await secretGenerator(tx, tx.instanceId, 'app_secret'))
    const secretId = newId()
    tx.seal(user, secretId, await hashClientSecret(clientSecret))
    await tx.append(user, [{ type: 'user.machine.secret.set', payload: { secretId } }])
    const names = await loginNamesOf(tx, tx.instanceId, user.id)
    return { user, clientId: names?.preferred ?? user.id, clientSecret }
  })
}

/** Takes the client secret away. */
export async function removeClientSecret(deps: Deps, call: Call, within: Within, userId: string) {
  return onMachine(deps, call, within, userId, async (tx, user, kind) => {
    const secret = kind === 'none' ? clientSecretFacet.initial : user.state(clientSecretFacet)
    await tx.append(user, accept(removeSecret(secret)))
    return user
  })
}

function expiryOf(expiration: Timestamp | undefined, now: Date): Date {
  const expiresAt = expiration === undefined ? noExpiry : accept(instantOf(expiration))
  const refusal = checkExpiry(expiresAt, now)
  if (refusal) throw new DomainError(refusal)
  return expiresAt
}

async function onMachine<Result>(
  deps: Deps,
  call: Call,
  within: Within,
  userId: string,
  work: (tx: Transaction, user: Stream, kind: UserState['kind']) => Promise<Result>,
): Promise<Result> {
  const ref = { type: 'user', id: userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    const { kind } = user.state(userFacet)
    if (within === 'instance') {
      requirePermission(call, 'user.write', { orgId: user.owner || undefined, self: userId })
      return work(tx, user, kind)
    }
    return work(tx, user, user.owner === call.orgId ? kind : 'none')
  })
  return result
}
