import { z } from 'zod'
import type { Refusal } from '../../../kernel/refusal.ts'
import { answerInvalid } from '../refusals.ts'

/** Clients send either base64 alphabet, with or without padding. */
const bytes = z
  .string()
  .regex(/^[\w+/-]*={0,2}$/)
  .transform((text) => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''))

const head = {
  id: bytes.pipe(z.string().min(1)),
  rawId: bytes.optional(),
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().nullish(),
}

const attestation = z.object({
  ...head,
  response: z.object({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(32)).max(16).nullish(),
  }),
})

const assertion = z.object({
  ...head,
  response: z.object({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
  }),
})

/** A new credential in the form that the WebAuthn library reads. */
export type Attestation = ReturnType<typeof complete<z.infer<typeof attestation>>>
/** A signed challenge in the form that the WebAuthn library reads. */
export type Assertion = ReturnType<typeof complete<z.infer<typeof assertion>>>

/** Reads the JSON result of `navigator.credentials.create` (WebAuthn §5.1 `RegistrationResponseJSON`). */
export function parseAttestation(credential: unknown): Attestation | Refusal {
  const parsed = attestation.safeParse(credential)
  return parsed.success ? complete(parsed.data) : answerInvalid
}

/** Reads the JSON result of `navigator.credentials.get` (WebAuthn §5.1 `AuthenticationResponseJSON`). */
export function parseAssertion(credential: unknown): Assertion | Refusal {
  const parsed = assertion.safeParse(credential)
  return parsed.success ? complete(parsed.data) : answerInvalid
}

/** Reads JSON text, as v1 sends it; text that is none reads as nothing and is refused by the parsers above. */
export function credentialOfBytes(text: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(text).toString())
  } catch {
    return undefined
  }
}

function complete<Credential extends { readonly id: string; readonly rawId?: string | undefined }>(
  credential: Credential,
) {
  return { ...credential, rawId: credential.rawId ?? credential.id, clientExtensionResults: {} }
}
