import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { loginCall } from '../../access/pagePrincipals.ts'
import { domainPolicy, passwordComplexityPolicy } from '../../features/settings/index.ts'
import { orgId as brandedOrg } from '../../kernel/ids.ts'
import { form as formOf } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { personFields, personMessage, type RegistrationWay } from './personFields.ts'
import { closedRegistration, readRegistration, registrationOrg } from './registration.ts'
import { registrationActs } from './registrationActs.ts'

/**
 * Lets a person create an account, in the organization of the request or the address, else in the default one. Whether that is allowed is
 * decided where the account is created; the page only shows it.
 */
export const registerPage: PageDefinition = {
  path: `${loginRoot}/register`,
  show,
  acts: registrationActs(readRegistration, add),
}

/** The second page of other logins: its fields are on the first one here. */
export const registerPasswordPage: PageDefinition = {
  path: `${loginRoot}/register/password`,
  show: ({ link }): Leaving => ({ kind: 'go', to: link('register') }),
}

async function show(context: ShownContext): Promise<View | Leaving> {
  const { t, deps, call, link, found } = context
  if (found && found.kind !== 'open') return { kind: 'go', to: link('login') }
  const registration = await readRegistration(context)
  if (registration.kind === 'closed') return closedRegistration(context, registration.reason)
  const place = [deps.database, call.instance.id, registrationOrg(context)] as const
  const [policy, rules] = await Promise.all([domainPolicy(...place), passwordComplexityPolicy(...place)])
  return {
    title: t('register.title'),
    heading: t('register.title'),
    intro: t('register.description'),
    body: formOf(
      personFields(
        context,
        { ...registration, username: policy.userLoginMustBeDomain, rules },
        t('register.submit'),
      ),
    ),
    links: [{ href: link('loginname', { sessionId: undefined }), text: t('register.has_account') }],
  }
}

async function add(context: PageContext, form: URLSearchParams, way: RegistrationWay): Promise<string> {
  const login = loginCall(context.call, brandedOrg(registrationOrg(context)))
  const users = context.deps.inProcess.client(UserService, login)
  return (await users.addHumanUser(personMessage(context, form, way))).userId
}
