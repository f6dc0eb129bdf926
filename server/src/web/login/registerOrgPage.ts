import { create } from '@bufbuild/protobuf'
import { AddHumanUserRequestSchema } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { readFromOf } from '../../access/personReads.ts'
import { decodeHuman } from '../../features/accounts/index.ts'
import { refuseNewcomers } from '../../features/login-flow/index.ts'
import { registerOrganization } from '../../features/organizations/index.ts'
import { allowsOrganizations, passwordComplexityPolicy } from '../../features/settings/index.ts'
import { field } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { form as formOf } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { personFields, personMessage, type RegistrationWay } from './personFields.ts'
import { type ClosedReason, closedRegistration, type Registration, registrationWays } from './registration.ts'
import { registrationActs } from './registrationActs.ts'

/** Lets a person create an organization that they will own, unless the instance forbids it or the application wants another one. */
export const registerOrgPage: PageDefinition = {
  path: `${loginRoot}/register/org`,
  show,
  acts: registrationActs(readOrgRegistration, add),
}

/** Reads whether people may create an organization for the request of the page, and how its owner may log in. */
export async function readOrgRegistration({ deps, call, read, facts }: PageContext): Promise<Registration> {
  const { instance } = call
  const closed = (reason: ClosedReason) => ({ kind: 'closed', reason }) as const
  const [isAllowed, refused] = await Promise.all([
    read({
      kind: 'allows-organizations',
      key: instance.id,
      load: () => allowsOrganizations(deps.database, instance.id),
      readFrom: () => readFromOf(instance.id, []),
    }),
    refuseNewcomers(read, deps.database, call, { request: facts.request, orgId: null }),
  ])
  if (!isAllowed) return closed('org_not_allowed')
  if (refused) return closed(refused)
  const ways = registrationWays(facts.context, facts.channels)
  return ways ? { kind: 'open', ...ways } : closed('org_not_allowed')
}

async function show(context: ShownContext): Promise<View | Leaving> {
  const { t, deps, call, problems, entered, link, found } = context
  if (found && found.kind !== 'open') return { kind: 'go', to: link('login') }
  const registration = await readOrgRegistration(context)
  if (registration.kind === 'closed') return closedRegistration(context, registration.reason)
  const rules = await passwordComplexityPolicy(deps.database, call.instance.id, '')
  const name = field({
    name: 'organization',
    label: t('register.org.name'),
    autocomplete: 'organization',
    value: entered.get('organization') ?? '',
    maxlength: 200,
    problems,
  })
  return {
    title: t('register.org.title'),
    heading: t('register.org.title'),
    intro: t('register.org.description'),
    body: formOf(
      html`${name}${personFields(context, { ...registration, username: false, rules }, t('register.org.submit'))}`,
    ),
    links: [{ href: link('loginname', { sessionId: undefined }), text: t('register.has_account') }],
  }
}

async function add(context: PageContext, form: URLSearchParams, way: RegistrationWay): Promise<string> {
  const person = decodeHuman(create(AddHumanUserRequestSchema, personMessage(context, form, way)), {})
  const name = form.get('organization') ?? ''
  return (await registerOrganization(context.deps, context.login, { name, person })).userId
}
