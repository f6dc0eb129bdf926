import type { Outbound } from '../../../outbound/outbound.ts'
import { signatureOf } from '../../../outbound/requestSignature.ts'
import { mailColors, mailFont } from '../mailHtml.ts'
import type { OpenProvider, OutgoingMessage } from './outgoing.ts'
import { post } from './post.ts'

/** Posts a message as JSON in the contract's form for HTTP providers (contextInfo, templateData, args), signed if the provider has a key. */
export async function sendHttp(
  outbound: Outbound,
  provider: OpenProvider,
  settings: { readonly endpoint: string },
  outgoing: OutgoingMessage,
  now: Date,
): Promise<void> {
  const { channel, recipient, message, eventType, args, messageId } = outgoing
  const { language: _, ...texts } = message
  const body = JSON.stringify({
    contextInfo: {
      eventType,
      provider: { id: provider.id, description: provider.description },
      ...(channel === 'email' ? { recipientEmailAddress: recipient } : { recipientPhoneNumber: recipient }),
    },
    templateData: {
      ...texts,
      primaryColor: mailColors.button,
      backgroundColor: mailColors.page,
      fontColor: mailColors.text,
      fontFamily: mailFont,
    },
    args,
  })
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': messageId,
    ...(provider.secret !== undefined && { 'zitadel-signature': signatureOf(provider.secret, body, now) }),
  }
  await post(outbound, settings.endpoint, body, headers)
}
