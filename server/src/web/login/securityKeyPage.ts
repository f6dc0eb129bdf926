import { create, type JsonObject } from '@bufbuild/protobuf'
import { CheckWebAuthNSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import {
  RequestChallenges_WebAuthNSchema,
  UserVerificationRequirement,
} from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { advance } from '../../features/browsers/index.ts'
import { DomainError, isRefusal } from '../../kernel/refusal.ts'
import type { View } from '../kit/view.ts'
import { check } from '../pages/check.ts'
import { limited } from '../pages/limited.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, offers, whyOf } from '../pages/parts.ts'
import { ceremonyActs, ceremonyForm } from './ceremony.ts'
import { otherWays } from './otherWays.ts'

const acts = ceremonyActs({
  begin,
  finish: (context, credential) =>
    check(
      context,
      { webAuthN: create(CheckWebAuthNSchema, { credentialAssertionData: credential }) },
      'credential',
    ),
})

/** Asks for a touch of the person's security key. */
export const securityKeyPage: PageDefinition = {
  path: `${loginRoot}/u2f`,
  fits: (step) => offers(step, 'u2f'),
  show,
  acts: { ...acts, finish: limited('code', acts.finish) },
}

function show(context: ShownContext): View {
  const { t, problems } = context
  return {
    title: t('u2f.title'),
    heading: t('u2f.title'),
    intro: t('u2f.description'),
    account: accountChip(context),
    problems,
    why: whyOf(context),
    scripts: ['passkey'],
    body: ceremonyForm(context, { kind: 'get', button: t('u2f.submit'), more: otherWays(context) }),
  }
}

async function begin({ deps, call, browser, facts }: PageContext) {
  const webAuthN = create(RequestChallenges_WebAuthNSchema, {
    userVerificationRequirement: UserVerificationRequirement.DISCOURAGED,
  })
  const sessionId = facts.session?.sessionId ?? ''
  const advanced = await advance(deps, call, browser, { sessionId, challenges: { webAuthN } })
  if (isRefusal(advanced)) throw new DomainError(advanced)
  const options = advanced.challenges.webAuthN?.publicKeyCredentialRequestOptions ?? {}
  return { options: innerOf(options), setCookies: advanced.setCookie ? [advanced.setCookie] : [] }
}

/** The contract wraps options as scripts pass them to the browser; the page passes what is inside. */
export function innerOf(options: JsonObject): JsonObject {
  return (options['publicKey'] ?? options) as JsonObject
}
