import type { JsonObject } from '@bufbuild/protobuf'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { userAgentOf } from '../../features/browsers/index.ts'
import { field } from '../kit/fields.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { ceremonyActs, ceremonyForm } from './ceremony.ts'
import { otherWays } from './otherWays.ts'
import { beginByLink, finishByLink, passkeyLinkOf } from './passkeyLink.ts'
import { innerOf } from './securityKeyPage.ts'
import { actor, afterSetUp, canSetUp, withFreshProofs } from './setUp.ts'

type Kind = 'u2f' | 'passkey'

/** Sets up a security key. */
export const securityKeySetPage = keySetPage('u2f')

/** Sets up a passkey for the person whose session the browser holds, or for the reader of a message by its link. */
export const passkeySetPage = keySetPage('passkey')

function keySetPage(kind: Kind): PageDefinition {
  const acts = ceremonyActs({
    begin: (context) => begin(context, kind),
    finish: (context, credential, entered) => finish(context, kind, { credential, entered }),
  })
  return {
    path: `${loginRoot}/${kind}/set`,
    fits: (step, context) =>
      (kind === 'passkey' && passkeyLinkOf(context) !== undefined) || canSetUp(kind)(step, context),
    show: (context) => show(context, kind),
    acts: withFreshProofs(kind, {
      challenge: limited('code', acts.challenge, subjectOf),
      finish: limited('code', acts.finish, subjectOf),
    }),
  }
}

function show(context: ShownContext, kind: Kind): View {
  const { t, problems } = context
  return {
    title: t(`${kind}.set.title`),
    heading: t(`${kind}.set.title`),
    intro: t(`${kind}.set.description`),
    ...(passkeyLinkOf(context) === undefined && { account: accountChip(context), why: whyOf(context) }),
    problems,
    scripts: ['passkey'],
    body: ceremonyForm(context, {
      kind: 'create',
      button: t(`${kind}.set.submit`),
      fields: nameField(context, kind),
      more: otherWays(context),
    }),
  }
}

/** A passkey usually stays on the device at which it is made, so the device names it until the person does. */
function nameField({ t, call, entered, problems }: ShownContext, kind: Kind) {
  const device = kind === 'passkey' ? userAgentOf(call, '').description : undefined
  return field({
    name: 'name',
    label: t(`${kind}.set.name`),
    autocomplete: 'off',
    maxlength: 100,
    value: entered.get('name') ?? device ?? t(`factor.${kind}`),
    problems,
    ...(kind === 'passkey' && { hint: t('passkey.set.name_hint') }),
  })
}

/** The person of a link has a budget, too. */
function subjectOf(context: PageContext): string | undefined {
  return passkeyLinkOf(context)?.userId ?? context.facts.person?.userId
}

async function begin(context: PageContext, kind: Kind) {
  const link = kind === 'passkey' ? passkeyLinkOf(context) : undefined
  if (link) {
    const { options, keyId } = await beginByLink(context, link)
    return { options: innerOf(options), keyId }
  }
  const { call, userId } = actor(context)
  const users = context.deps.inProcess.client(UserService, call)
  const { publicKeyCredentialCreationOptions: options = {} } =
    kind === 'u2f' ? await users.registerU2F({ userId }) : await users.registerPasskey({ userId })
  return { options: innerOf(options) }
}

async function finish(
  context: PageContext,
  kind: Kind,
  sent: { readonly credential: JsonObject; readonly entered: URLSearchParams },
): Promise<Outcome> {
  const { t, deps } = context
  const name = sent.entered.get('name')?.trim().slice(0, 100) || t(`factor.${kind}`)
  const publicKeyCredential = sent.credential
  const link = kind === 'passkey' ? passkeyLinkOf(context) : undefined
  if (link) return finishByLink(context, link, { name, credential: publicKeyCredential })
  const { call, userId } = actor(context)
  const users = deps.inProcess.client(UserService, call)
  // The contract wants an id, and verifies the registration that was begun last whatever it is.
  const id = sent.entered.get('keyId')?.slice(0, 200) || 'newest'
  if (kind === 'u2f') {
    await users.verifyU2FRegistration({ userId, u2fId: id, publicKeyCredential, tokenName: name })
  } else {
    await users.verifyPasskeyRegistration({ userId, passkeyId: id, publicKeyCredential, passkeyName: name })
  }
  return afterSetUp(context)
}
