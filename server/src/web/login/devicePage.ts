import { OIDCService } from '@zitadel/proto/zitadel/oidc/v2/oidc_service_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { deviceNotFound, parseUserCode } from '../../features/device-authorizations/index.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { codeField } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { problemOf } from '../pages/problemOf.ts'

/** Asks for the code that a device shows (RFC 8628 §3.3). A code in the address is only filled in: the person compares it. */
export const devicePage: PageDefinition = {
  path: `${loginRoot}/device`,
  show,
  acts: { submit: limited('device_code', found, () => undefined) },
}

function show({ t, query, entered, problems, captcha }: ShownContext): View {
  return {
    title: t('device.title'),
    heading: t('device.title'),
    intro: t('device.description'),
    body: form(
      html`${codeField({
        name: 'user_code',
        label: t('device.label'),
        kind: 'letters',
        value: entered.get('user_code') ?? query.get('user_code') ?? undefined,
        autofocus: true,
        problems,
      })}${captcha}${actions(submit(t('common.continue')))}`,
    ),
  }
}

async function found(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const userCode = parseUserCode(entered.get('user_code') ?? '')
  try {
    if (userCode === undefined) throw new DomainError(deviceNotFound)
    const oidc = context.deps.inProcess.client(OIDCService, context.login)
    const { deviceAuthorizationRequest } = await oidc.getDeviceAuthorizationRequest({ userCode })
    const id = deviceAuthorizationRequest?.id ?? ''
    return { kind: 'go', to: context.link('login', { requestId: `device_${id}`, user_code: userCode }) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { kind: 'again', problems: [problemOf(context, error.refusal, { field: 'user_code' })] }
  }
}
