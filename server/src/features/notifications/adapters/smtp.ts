import type { Socket } from 'node:net'
import nodemailer, { type Transporter } from 'nodemailer'
import type { Outbound } from '../../../outbound/outbound.ts'
import type { SmtpSettings } from '../events.ts'
import { mailHtml } from '../mailHtml.ts'
import { plainBody } from '../renderMessage.ts'
import { DeliveryError, failureOf, type OpenProvider, type OutgoingMessage } from './outgoing.ts'

/** Sends mails over SMTP through one pool of connections per provider; an idle pool closes. */
export interface SmtpPools {
  send(provider: OpenProvider, settings: SmtpSettings, outgoing: OutgoingMessage): Promise<void>
}

const idleMilliseconds = 10_000
const connectMilliseconds = 10_000
const silentMilliseconds = 30_000

/** Makes the pools; the first mail of a provider opens its connection. */
export function smtpPools(outbound: Outbound): SmtpPools {
  const pools = new Map<string, { version: string; mailer: Mailer; timer: NodeJS.Timeout; sending: number }>()

  const poolOf = (provider: OpenProvider, settings: SmtpSettings) => {
    const key = JSON.stringify([provider.instanceId, provider.id])
    const known = pools.get(key)
    if (known?.version === provider.version) return known
    const mailer = newMailer(outbound, settings, provider.secret, true)
    const pool = {
      version: provider.version,
      mailer,
      sending: 0,
      timer: setInterval(() => close(), idleMilliseconds),
    }
    const close = () => {
      if (pool.sending > 0) return
      clearInterval(pool.timer)
      mailer.close()
      if (pools.get(key) === pool) pools.delete(key)
    }
    pool.timer.unref()
    pools.set(key, pool)
    return pool
  }
  return {
    async send(provider, settings, outgoing) {
      const pool = poolOf(provider, settings)
      pool.sending++
      pool.timer.refresh()
      try {
        await deliver(pool.mailer, settings, outgoing)
      } finally {
        pool.sending--
      }
    },
  }
}

/** Sends one mail over a separate connection, to test settings before they are stored. */
export async function sendOnce(
  outbound: Outbound,
  settings: SmtpSettings,
  password: string | undefined,
  outgoing: OutgoingMessage,
): Promise<void> {
  const mailer = newMailer(outbound, settings, password, false)
  try {
    await deliver(mailer, settings, outgoing)
  } finally {
    mailer.close()
  }
}

type Mailer = Pick<Transporter, 'sendMail' | 'close'>

async function deliver(mailer: Mailer, settings: SmtpSettings, outgoing: OutgoingMessage): Promise<void> {
  const { message, recipient, messageId } = outgoing
  try {
    await mailer.sendMail({
      from: { name: settings.senderName, address: settings.senderAddress },
      ...(settings.replyToAddress && { replyTo: settings.replyToAddress }),
      to: { name: '', address: recipient },
      subject: message.subject,
      text: plainBody(message),
      html: mailHtml(message),
      messageId: `<${messageId}@${settings.senderAddress.split('@').at(-1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': message.language },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    throw new DeliveryError(`the mail server did not accept the message: ${reasonOf(error)}`)
  }
}

function newMailer(
  outbound: Outbound,
  settings: SmtpSettings,
  password: string | undefined,
  pool: boolean,
): Mailer {
  const { host, port } = hostAndPort(settings)
  const implicit = settings.tls && port === 465
  const options = {
    host,
    port,
    secure: implicit,
    requireTLS: settings.tls && !implicit,
    ignoreTLS: !settings.tls,
    ...(settings.user && { auth: { user: settings.user, pass: password ?? '' } }),
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: silentMilliseconds,
    getSocket: (_: object, done: (error: Error | null, socket?: { connection: Socket }) => void) => {
      outbound.connect(host, port, connectMilliseconds).then((connection) => done(null, { connection }), done)
    },
  }
  return pool ? nodemailer.createTransport({ ...options, pool: true }) : nodemailer.createTransport(options)
}

function hostAndPort(settings: SmtpSettings): { host: string; port: number } {
  const [, host = settings.host, port] = /^(.*?)(?::(\d+))?$/.exec(settings.host) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? 587 : Number(port) }
}

/** Returns the server's status code and the failed step. The server's text may repeat the message, so it is not used. */
function reasonOf(error: unknown): string {
  const status =
    error instanceof Error && 'responseCode' in error ? ` (SMTP ${String(error.responseCode)})` : ''
  return `${failureOf(error)}${status}`
}
