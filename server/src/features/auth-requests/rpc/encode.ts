import { Prompt as WirePrompt } from '@zitadel/proto/zitadel/oidc/v2/authorization_pb.js'
import { timestamp } from '../../../contract/details.ts'
import { durationOf } from '../../../contract/durations.ts'
import type { AuthorizationRequest, Prompt } from '../events.ts'

const prompts: Readonly<Record<Prompt, WirePrompt>> = {
  none: WirePrompt.NONE,
  login: WirePrompt.LOGIN,
  consent: WirePrompt.CONSENT,
  select_account: WirePrompt.SELECT_ACCOUNT,
  create: WirePrompt.CREATE,
}

/** Returns a request as a login sees it. */
export function authRequestMessage(id: string, request: AuthorizationRequest, addedAt: string) {
  const { loginHint, maxAge, hintUserId } = request
  return {
    id,
    creationDate: timestamp(addedAt),
    clientId: request.clientId,
    scope: [...request.scope],
    redirectUri: request.redirectUri,
    prompt: request.prompt.map((prompt) => prompts[prompt]),
    uiLocales: [...request.uiLocales],
    ...(loginHint !== undefined && { loginHint }),
    ...(maxAge !== undefined && { maxAge: durationOf(maxAge) }),
    ...(hintUserId !== undefined && { hintUserId }),
  }
}

/** Returns the response headers that say which levels of assurance the client demands and prefers; the contract has no field for them. */
export function assuranceHeaders({ demandedLevel, wantedAcr }: AuthorizationRequest): Record<string, string> {
  return {
    ...(demandedLevel !== undefined && { 'x-sallyport-required-acr': `urn:sallyport:aal:${demandedLevel}` }),
    ...(wantedAcr !== undefined && { 'x-sallyport-acr-values': wantedAcr.join(' ') }),
  }
}
