import type { Call } from '../../../access/call.ts'
import { newRsaKeyPair } from '../../../kernel/crypto/rsaKeyPair.ts'
import { newId } from '../../../kernel/ids.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addKey, regenerateSecret, removeKey, type SecretToReplace } from '../commands/changeCredentials.ts'
import { applicationOf } from '../state.ts'
import { newSecret } from './clientSecret.ts'
import { decideOnApps, type NamedProject, onProject } from './project.ts'

/** Replaces the client secret. Returns the new one, which cannot be read again; the former one is refused at once. */
export function regenerateClientSecret(
  deps: Deps,
  call: Call,
  named: NamedProject,
  { appId, kind }: SecretToReplace,
) {
  return onProject(deps, call, named, async ({ stream, apps }, tx) => {
    const secret = await newSecret(tx)
    const { secretId, text: clientSecret } = secret
    await tx.append(stream, accept(regenerateSecret(apps, { appId, kind, secretId })))
    secret.seal(stream)
    return { stream, clientSecret }
  })
}

/** Adds a new key to an app. Returns its file, the only copy of the private key. */
export function addAppKey(
  deps: Deps,
  call: Call,
  named: NamedProject,
  { appId, expiresAt }: { readonly appId: string; readonly expiresAt: Date },
) {
  const keyId = newId()
  let pair: Awaited<ReturnType<typeof newRsaKeyPair>> | undefined
  return onProject(deps, call, named, async ({ stream, apps }, tx) => {
    const decide = (publicKey: string) =>
      accept(addKey(apps, { appId, keyId, expiresAt: expiresAt.toISOString(), publicKey }))
    decide('')
    pair ??= await newRsaKeyPair()
    await tx.append(stream, decide(pair.publicKey))
    const protocol = applicationOf(apps, appId)?.protocol
    const clientId = protocol && 'clientId' in protocol ? protocol.clientId : ''
    return { stream, keyId, content: keyFile({ keyId, key: pair.privateKey, appId, clientId }, expiresAt) }
  })
}

/** Removes a key. */
export function removeAppKey(
  deps: Deps,
  call: Call,
  named: NamedProject,
  key: { readonly appId: string; readonly keyId: string },
) {
  return decideOnApps(deps, call, named, (apps) => removeKey(apps, key))
}

/** Writes the key file that clients of the contract read: JSON with the private key as PKCS #1. */
function keyFile(
  content: {
    readonly keyId: string
    readonly key: string
    readonly appId: string
    readonly clientId: string
  },
  expiresAt: Date,
): Uint8Array {
  const expirationDate = expiresAt.toISOString().replace('.000Z', 'Z')
  return Buffer.from(JSON.stringify({ type: 'application', ...content, expirationDate }))
}
