import type { Call } from '../../access/call.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Deps } from '../manifest.ts'
import { newRegistrationLink } from '../passkeys/index.ts'
import { createHuman } from './createAccount.ts'
import type { HumanInput } from './prepareHuman.ts'

/** The link with which an imported person registers a passkey. */
export interface ImportedLink {
  readonly link: string
  readonly lifetimeSeconds: number
}

/** Creates a person of another system, with a link to register a passkey where it is asked for (`ImportHumanUser`). */
export async function importHuman(
  deps: Deps,
  call: Call,
  input: HumanInput & { readonly passwordless: boolean },
): Promise<{ readonly user: Stream; readonly registration: ImportedLink | undefined }> {
  let registration: ImportedLink | undefined
  const { user } = await createHuman(deps, call, call.orgId, input, async (tx, created) => {
    if (!input.passwordless) return
    const { events, link, lifetimeSeconds } = await newRegistrationLink(tx, call, created.id, created.owner)
    await tx.append(created, events)
    registration = { link, lifetimeSeconds }
  })
  return { user, registration }
}
