import type { OidcClient } from '../../../features/applications/index.ts'
import type { AuthorizationRequest, Prompt } from '../../../features/auth-requests/index.ts'
import { canonicalLanguage } from '../../../kernel/text/languageTag.ts'
import { OAuthError } from '../oauthError.ts'
import type { Parameters } from '../parameters.ts'

const prompts: readonly Prompt[] = ['none', 'login', 'consent', 'select_account', 'create']
const maxLocales = 20

/** The wishes of the client for the login (OpenID Connect Core §3.1.2.1). */
export type Interaction = Pick<AuthorizationRequest, 'prompt' | 'maxAge' | 'uiLocales' | 'loginHint'>

/** Reads prompt, max_age, ui_locales and login_hint; `prompt=login` counts as `max_age=0`. */
export function interactionOf(
  { defaultMaxAge }: Pick<OidcClient, 'defaultMaxAge'>,
  parameters: Parameters,
): Interaction {
  const prompt = promptOf(parameters.get('prompt'))
  const maxAge = prompt.includes('login') ? 0 : (maxAgeOf(parameters.get('max_age')) ?? defaultMaxAge)
  const loginHint = parameters.get('login_hint')
  return {
    prompt,
    uiLocales: localesOf(parameters.get('ui_locales')),
    ...(maxAge !== undefined && { maxAge }),
    ...(loginHint !== undefined && { loginHint }),
  }
}

function promptOf(text = ''): Prompt[] {
  const words = text.split(' ').filter(Boolean)
  if (words.includes('none') && words.length > 1) {
    throw new OAuthError('invalid_request', 'prompt=none excludes other prompts; send it alone')
  }
  return prompts.filter((prompt) => words.includes(prompt))
}

function maxAgeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) {
    throw new OAuthError('invalid_request', 'max_age is no number of seconds; send a whole number from 0 on')
  }
  return Number(text)
}

function localesOf(text = ''): string[] {
  const tags = text.split(' ').flatMap((tag) => (tag === '' ? [] : (canonicalLanguage(tag) ?? [])))
  return [...new Set(tags)].slice(0, maxLocales)
}
