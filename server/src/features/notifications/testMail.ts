import type { Call } from '../../access/call.ts'
import { newId } from '../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import { languageFallbacks } from '../../kernel/text/languageTag.ts'
import type { Deps } from '../manifest.ts'
import { fetchAccessToken } from './adapters/accessTokens.ts'
import { DeliveryError } from './adapters/outgoing.ts'
import { sendOnce } from './adapters/smtp.ts'
import { takesSecretElsewhere } from './commands/changeProvider.ts'
import { checkSettings } from './commands/checkSettings.ts'
import type { SmtpSettings } from './events.ts'
import { firstWithTexts } from './messageLanguages.ts'
import { openSecret } from './openProvider.ts'
import { providerById } from './queries.ts'
import { providerNotFound } from './refusals.ts'
import { builtInTexts, fallbackTexts } from './texts/builtIn.ts'

/** Sends a test mail through a stored provider (`TestSMTPConfigById`). */
export async function testProvider(deps: Deps, call: Call, id: string, receiver: string): Promise<void> {
  const row = await providerById(deps.database, call.instance.id, 'email', id)
  if (row?.settings.kind !== 'smtp') throw new DomainError(providerNotFound)
  await sendTest(deps, call, row.settings, await openSecret(deps, call.instance.id, row.secret_id), receiver)
}

/**
 * Sends a test mail through settings that are not stored (`TestSMTPConfig`). Without a password it uses the stored one of
 * provider `id`, but only for the same host, so that the password cannot be sent elsewhere; a client's secret only for the same client.
 */
export async function testSettings(
  deps: Deps,
  call: Call,
  { settings, secret }: { readonly settings: SmtpSettings; readonly secret: string },
  { id, receiverAddress }: { readonly id: string; readonly receiverAddress: string },
): Promise<void> {
  const invalid = checkSettings({ kind: 'smtp', ...settings })
  if (invalid !== undefined) accept(invalid)
  const row =
    secret === '' && id !== '' ? await providerById(deps.database, call.instance.id, 'email', id) : undefined
  const known = row?.settings.kind === 'smtp' ? row.settings : undefined
  const stored =
    known?.host === settings.host && !takesSecretElsewhere(known, { kind: 'smtp', ...settings })
      ? (row?.secret_id ?? null)
      : null
  await sendTest(
    deps,
    call,
    settings,
    secret === '' ? await openSecret(deps, call.instance.id, stored) : secret,
    receiverAddress,
  )
}

/** The mail is in the instance's default language: nothing is known of its recipient. */
async function sendTest(
  { outbound, config }: Deps,
  { instance }: Call,
  settings: SmtpSettings,
  password: string | undefined,
  receiver: string,
): Promise<void> {
  const language = firstWithTexts(languageFallbacks(instance.defaultLanguage), [])
  const { subject, text } = (builtInTexts(language) ?? fallbackTexts).test
  const message = {
    language,
    url: '',
    title: subject,
    preHeader: '',
    subject,
    greeting: '',
    text,
    buttonText: '',
    footerText: '',
  }
  try {
    const { oauth } = settings
    const accessToken = oauth && (await fetchAccessToken(outbound, oauth, password ?? '')).token
    const greeting = { helo: config.smtpHelo, password, accessToken }
    await sendOnce(outbound, settings, greeting, {
      channel: 'email',
      recipient: receiver,
      message,
      eventType: '',
      messageId: newId(),
      args: {},
    })
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    throw new DomainError(refuse('notification.test_failed', 'failed_precondition', error.message), error)
  }
}
