import { create } from '@bufbuild/protobuf'
import { AddHumanUserRequestSchema } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { readFromOf } from '../../access/personReads.ts'
import { decodeHuman } from '../../features/accounts/index.ts'
import { registerOrganization } from '../../features/organizations/index.ts'
import { allowsOrganizations, passwordComplexityPolicy } from '../../features/settings/index.ts'
import { field } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { form as formOf } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { personFields, personMessage, type RegistrationWay } from './personFields.ts'
import { closedRegistration, type Registration, registrationWays } from './registration.ts'
import { registrationActs } from './registrationActs.ts'

/** Lets a person create an organization that they will own, unless the instance forbids it or the application wants another one. */
export const registerOrgPage: PageDefinition = {
  path: `${loginRoot}/register/org`,
  show,
  acts: registrationActs(add),
}

/** Reads how the owner of a new organization may log in; undefined if nobody may create one. */
export async function readOrgRegistration({
  deps,
  call: { instance },
  read,
  facts,
}: PageContext): Promise<Omit<Registration, 'orgId'> | undefined> {
  if (facts.request?.organization !== undefined) return undefined
  const isAllowed = await read({
    kind: 'allows-organizations',
    key: instance.id,
    load: () => allowsOrganizations(deps.database, instance.id),
    readFrom: () => readFromOf(instance.id, []),
  })
  if (!isAllowed) return undefined
  return registrationWays(facts.context, facts.channels)
}

async function show(context: ShownContext): Promise<View> {
  const { t, deps, call, problems, entered, link } = context
  const ways = await readOrgRegistration(context)
  if (ways === undefined) return closedRegistration(context, 'problem.registration_org_not_allowed')
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
      html`${name}${personFields(context, { ...ways, username: false, rules }, t('register.org.submit'))}`,
    ),
    links: [{ href: link('loginname', { sessionId: undefined }), text: t('register.has_account') }],
  }
}

async function add(context: PageContext, form: URLSearchParams, way: RegistrationWay): Promise<string> {
  const person = decodeHuman(create(AddHumanUserRequestSchema, personMessage(context, form, way)), {})
  const name = form.get('organization') ?? ''
  return (await registerOrganization(context.deps, context.login, { name, person })).userId
}
