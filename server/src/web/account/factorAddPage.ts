import { accountRequestName } from '../../features/login-flow/index.ts'
import type { Leaving } from '../pages/page.ts'
import { type AccountContext, accountPage } from './accountPage.ts'

/** The pages of the login on which factors are set up. */
const setUpPages: Readonly<Record<string, string>> = {
  passkey: 'passkey/set',
  u2f: 'u2f/set',
  totp: 'otp/time-based/set',
  otp_sms: 'otp/sms/set',
  otp_email: 'otp/email/set',
}

/** Leads to the page on which a factor is set up, after fresh proofs; that page leads back to the list. */
export const factorAddPage = accountPage({ name: 'factors-add', within: 'factors', fresh: true, show })

function show({ query, account, facts, link }: AccountContext): Leaving {
  const kind = query.get('about') ?? ''
  const page = Object.hasOwn(setUpPages, kind) ? setUpPages[kind] : undefined
  if (page === undefined) return { kind: 'go', to: account.at('factors') }
  const requestId = accountRequestName({ page: 'factors', about: undefined, fresh: false })
  return {
    kind: 'go',
    to: link(page, { requestId, sessionId: facts.session?.sessionId, loginName: undefined }),
  }
}
