import {
  type FlowFacts,
  type FlowPolicy,
  type NewcomersRefused,
  readKeptFacts,
  refuseNewcomers,
} from '../../features/login-flow/index.ts'
import { actions, notice, secondaryLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageContext } from '../pages/pageContext.ts'

/** How people who register may log in afterwards. */
export interface Ways {
  readonly password: boolean
  /** A passkey is added after a code from a mail has proved the address. */
  readonly passkey: boolean
}

/** Whether people may register where the page is, and how. */
export type Registration =
  | ({ readonly kind: 'open' } & Ways)
  | { readonly kind: 'closed'; readonly reason: ClosedReason }

/** Why nobody may register: the rules of the instance or organization forbid it, or a new account would be of no use. */
export type ClosedReason = 'not_allowed' | 'org_not_allowed' | NewcomersRefused

/** Returns the organization in which people register: the one of the request or the address, else the default one. */
export function registrationOrg({ call, facts, query }: PageContext): string {
  return facts.request?.organization ?? query.get('organization') ?? call.instance.defaultOrgId
}

/** Reads whether and how people may register in an organization for the request of the page. */
export async function readRegistration(
  context: PageContext,
  orgId = registrationOrg(context),
): Promise<Registration> {
  const { deps, call, read, facts } = context
  const [inside, refused] = await Promise.all([
    readKeptFacts(read, deps.database, call, { account: { by: 'nobody' }, organization: orgId }),
    refuseNewcomers(read, deps.database, call, { request: facts.request, orgId }),
  ])
  if (refused) return { kind: 'closed', reason: refused }
  const ways = registrationWays(inside.facts.context, inside.facts.channels)
  return ways ? { kind: 'open', ...ways } : { kind: 'closed', reason: 'not_allowed' }
}

/** Returns the ways to log in that a new account may have by a policy; undefined if nobody may register. */
export function registrationWays(
  { allowRegister, allowUsernamePassword, passwordlessAllowed }: FlowPolicy,
  { mail }: FlowFacts['channels'],
): Ways | undefined {
  const ways = { password: allowUsernamePassword, passkey: passwordlessAllowed && mail }
  return allowRegister && (ways.password || ways.passkey) ? ways : undefined
}

const closedTexts = {
  not_allowed: 'problem.registration_not_allowed',
  org_not_allowed: 'problem.registration_org_not_allowed',
  no_organization: 'problem.registration_org_unknown',
  not_for_request: 'problem.registration_useless',
} as const

/** Says why nobody may register here; people who have an account log in. */
export function closedRegistration({ t, link }: PageContext, reason: ClosedReason): View {
  const back = link('loginname', { sessionId: undefined })
  return {
    title: t('register.title'),
    heading: t('register.title'),
    status: 404,
    body: actions(
      notice('warning', t(closedTexts[reason])),
      secondaryLink({ href: back, text: t('register.has_account') }),
    ),
  }
}
