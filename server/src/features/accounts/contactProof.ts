import type { Call } from '../../access/call.ts'
import type { Source } from '../../database/search.ts'
import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { accept } from '../../kernel/refusal.ts'
import { type GeneratorType, type NewCode, newCode } from '../settings/index.ts'
import type { ContactProof } from '../users/index.ts'

/** How the caller wants an address to be proved; the oneof `verification` of the contract's messages. */
export type Verification =
  | { readonly case: 'sendCode'; readonly value: { readonly urlTemplate?: string } }
  | { readonly case: 'returnCode' }
  | { readonly case: 'isVerified'; readonly value: boolean }
  | { readonly case: undefined }

/** A proof to append. */
export interface PreparedProof {
  readonly proof: ContactProof
  /** The code to seal, if the proof needs one. */
  readonly code: NewCode | undefined
  /** The code's plain text, if the caller requested it. */
  readonly returned: string | undefined
}

const templateFields = ['UserID', 'Code', 'OrgID', 'LoginName', 'DisplayName', 'PreferredLanguage']

/** Refuses a link template that is malformed or names unknown fields. */
export function checkUrlTemplate(template: string | undefined): void {
  if (template) accept(parseLinkTemplate(template, templateFields))
}

/** Prepares the proof of an address; makes a code unless the address is stated to be verified or unverified. */
export async function prepareProof(
  source: Source,
  call: Pick<Call, 'instance' | 'now'>,
  type: GeneratorType,
  verification: Verification,
): Promise<PreparedProof> {
  if (verification.case === 'isVerified') {
    const proof = { kind: verification.value ? 'verified' : 'unverified' } as const
    return { proof, code: undefined, returned: undefined }
  }
  const code = await newCode(source, call, type)
  const returned = verification.case === 'returnCode'
  const urlTemplate = verification.case === 'sendCode' ? verification.value.urlTemplate : undefined
  const { secretId, expiresAt } = code
  const proof = { kind: 'code', secretId, expiresAt, returned, ...(urlTemplate && { urlTemplate }) } as const
  return { proof, code, returned: returned ? code.plain : undefined }
}
