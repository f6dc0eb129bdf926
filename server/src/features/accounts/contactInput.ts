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

/** The proof to append, and the code it announces when there is one. */
export interface PreparedProof {
  readonly proof: ContactProof
  readonly code: NewCode | undefined
  /** The code's plain text when the caller asked to get it. */
  readonly returned: string | undefined
}

const templateFields = ['UserID', 'Code', 'OrgID', 'LoginName', 'DisplayName', 'PreferredLanguage']

/** Refuses a link template that names unknown fields or is malformed. */
export function checkUrlTemplate(template: string | undefined): void {
  if (template) accept(parseLinkTemplate(template, templateFields))
}

/** Turns the wish into a proof; makes the code where one is needed. */
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
  const proof: ContactProof = {
    kind: 'code',
    secretId: code.secretId,
    expiresAt: code.expiresAt,
    returned,
    ...(urlTemplate && { urlTemplate }),
  }
  return { proof, code, returned: returned ? code.plain : undefined }
}
