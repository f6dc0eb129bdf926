import { type FlowFacts, type FlowPolicy, readKeptFacts } from '../../features/login-flow/index.ts'
import { actions, notice, secondaryLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageContext } from '../pages/pageContext.ts'

/** Where people who register belong, and how they may log in afterwards. */
export interface Registration {
  readonly orgId: string
  readonly password: boolean
  /** A passkey is added after a code from a mail has proved the address. */
  readonly passkey: boolean
}

/** Returns the organization in which people register: the one of the request or the address, else the default one. */
export function registrationOrg({ call, facts, query }: PageContext): string {
  return facts.request?.organization ?? query.get('organization') ?? call.instance.defaultOrgId
}

/** Reads whether and how people may register where the page is; undefined if nobody may. */
export async function readRegistration(context: PageContext): Promise<Registration | undefined> {
  const orgId = registrationOrg(context)
  const { deps, call, read } = context
  const key = { account: { by: 'nobody' }, organization: orgId } as const
  const { facts } = await readKeptFacts(read, deps.database, call, key)
  const ways = registrationWays(facts.context, facts.channels)
  return ways && { orgId, ...ways }
}

/** Returns the ways to log in that a new account may have by a policy; undefined if nobody may register. */
export function registrationWays(
  { allowRegister, allowUsernamePassword, passwordlessAllowed }: FlowPolicy,
  { mail }: FlowFacts['channels'],
): Omit<Registration, 'orgId'> | undefined {
  const ways = { password: allowUsernamePassword, passkey: passwordlessAllowed && mail }
  return allowRegister && (ways.password || ways.passkey) ? ways : undefined
}

/** Says that nobody may register here; people who have an account log in. */
export function closedRegistration(
  { t, link }: PageContext,
  reason: 'problem.registration_not_allowed' | 'problem.registration_org_not_allowed',
): View {
  const back = link('loginname', { sessionId: undefined })
  return {
    title: t('register.title'),
    heading: t('register.title'),
    status: 404,
    body: actions(
      notice('warning', t(reason)),
      secondaryLink({ href: back, text: t('register.has_account') }),
    ),
  }
}
