import type { Outbound } from '../../../outbound/outbound.ts'
import { mailColors, mailFont } from '../mailHtml.ts'
import type { OpenProvider, OutgoingMessage } from './outgoing.ts'
import { post } from './post.ts'

/** Posts a message as JSON in the contract's form for HTTP providers: contextInfo, templateData, args. */
export async function sendHttp(
  outbound: Outbound,
  provider: OpenProvider,
  settings: { readonly endpoint: string },
  outgoing: OutgoingMessage,
): Promise<void> {
  const { channel, recipient, message, eventType, args, messageId } = outgoing
  const { language: _, ...texts } = message
  const body = {
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
  }
  const headers = { 'content-type': 'application/json', 'idempotency-key': messageId }
  await post(outbound, settings.endpoint, JSON.stringify(body), headers)
}
