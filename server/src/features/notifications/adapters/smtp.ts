import type { Socket } from 'node:net'
import type { createTransport, Transporter } from 'nodemailer'
import { connectionFailureOf, failureOf } from '../../../outbound/connectionFailure.ts'
import type { Outbound } from '../../../outbound/outbound.ts'
import type { SmtpSettings } from '../events.ts'
import { mailHtml } from '../mailHtml.ts'
import { plainBody } from '../renderMessage.ts'
import { DeliveryError, type OpenProvider, type OutgoingMessage } from './outgoing.ts'

/** Sends mails over SMTP through one pool of connections per provider; an idle pool closes. */
export interface SmtpPools {
  /** With an access token, the user signs in with it instead of the provider's secret (SASL XOAUTH2). */
  send(
    provider: OpenProvider,
    settings: SmtpSettings,
    outgoing: OutgoingMessage,
    accessToken?: string,
  ): Promise<void>
}

interface Pool {
  readonly version: string
  readonly mailer: Mailer
  readonly timer: NodeJS.Timeout
  sending: number
  /** Closes the idle connections; the next mail opens another pool. */
  end(): void
}

const idleMilliseconds = 10_000
const connectMilliseconds = 10_000
const silentMilliseconds = 30_000
/** For one mail: a server that repeats itself is never silent, and a job of one tenant must not hold a worker's place. */
const mailMilliseconds = 60_000

/** The library, loaded with the first mail: many servers send none over SMTP. */
interface Nodemailer {
  readonly createTransport: typeof createTransport
}

async function loadNodemailer(): Promise<Nodemailer> {
  return (await import('nodemailer')).default
}

/** Makes the pools; the first mail of a provider opens its connection. */
export function smtpPools(outbound: Outbound, helo: string, patience = mailMilliseconds): SmtpPools {
  const pools = new Map<string, Pool>()

  const poolOf = (
    library: Nodemailer,
    provider: OpenProvider,
    settings: SmtpSettings,
    accessToken: string | undefined,
  ) => {
    const key = JSON.stringify([provider.instanceId, provider.id])
    const version = JSON.stringify([provider.version, accessToken])
    const known = pools.get(key)
    if (known?.version === version) return known
    const mailer = newMailer(library, outbound, settings, {
      helo,
      password: provider.secret,
      accessToken,
      pool: true,
    })
    const pool: Pool = {
      version,
      mailer,
      sending: 0,
      timer: setInterval(() => pool.sending === 0 && pool.end(), idleMilliseconds),
      end() {
        clearInterval(pool.timer)
        mailer.close()
        if (pools.get(key) === pool) pools.delete(key)
      },
    }
    pool.timer.unref()
    pools.set(key, pool)
    return pool
  }
  return {
    async send(provider, settings, outgoing, accessToken) {
      const pool = poolOf(await loadNodemailer(), provider, settings, accessToken)
      pool.sending++
      pool.timer.refresh()
      try {
        await deliver(pool.mailer, settings, outgoing, {
          patience,
          abort() {
            pool.end()
            pool.mailer.abort()
          },
        })
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
  greeting: Greeting,
  outgoing: OutgoingMessage,
  patience = mailMilliseconds,
): Promise<void> {
  const mailer = newMailer(await loadNodemailer(), outbound, settings, { ...greeting, pool: false })
  try {
    await deliver(mailer, settings, outgoing, { patience, abort: mailer.abort })
  } finally {
    mailer.close()
  }
}

/** How this server presents itself to a mail server. */
export interface Greeting {
  /** The name in EHLO. */
  readonly helo: string
  readonly password: string | undefined
  /** Signs in instead of the password. */
  readonly accessToken?: string | undefined
}

interface Mailer extends Pick<Transporter, 'sendMail' | 'close'> {
  /** Whether the last connection was made. */
  isReached(): boolean
  /** Breaks all connections; their mails fail. */
  abort(): void
}

async function deliver(
  mailer: Mailer,
  settings: SmtpSettings,
  outgoing: OutgoingMessage,
  late: { readonly patience: number; abort(): void },
): Promise<void> {
  const { message, recipient, messageId } = outgoing
  const timer = setTimeout(late.abort, late.patience)
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
    const { host, port } = hostAndPort(settings)
    const cause = causeOf(error)
    throw new DeliveryError(
      `the mail server at ${host}:${port} ${mailer.isReached() ? 'did not accept the message' : unreached(error)}: ${cause.text}`,
      cause.permanent,
    )
  } finally {
    clearTimeout(timer)
  }
}

function newMailer(
  library: Nodemailer,
  outbound: Outbound,
  settings: SmtpSettings,
  { helo, password, accessToken, pool }: Greeting & { readonly pool: boolean },
): Mailer {
  const { host, port } = hostAndPort(settings)
  const sockets = new Set<Socket>()
  let aborted = false
  let reached = true
  const fail = (done: (error: Error) => void) => (error: Error) => {
    reached = false
    done(error)
  }
  const implicit = settings.tls && port === 465
  const options = {
    host,
    port,
    name: helo,
    secure: implicit,
    requireTLS: settings.tls && !implicit,
    ignoreTLS: !settings.tls,
    ...(settings.user && {
      auth:
        accessToken === undefined
          ? { user: settings.user, pass: password ?? '' }
          : { type: 'OAuth2' as const, user: settings.user, accessToken },
    }),
    connectionTimeout: connectMilliseconds,
    greetingTimeout: connectMilliseconds,
    socketTimeout: silentMilliseconds,
    getSocket: (_: object, done: (error: Error | null, socket?: { connection: Socket }) => void) => {
      outbound.connect(host, port, connectMilliseconds).then((connection) => {
        reached = true
        sockets.add(connection.once('close', () => sockets.delete(connection)))
        if (aborted) connection.destroy()
        done(null, { connection })
      }, fail(done))
    },
  }
  const transporter = pool
    ? library.createTransport({ ...options, pool: true })
    : library.createTransport(options)
  return {
    sendMail: (mail) => transporter.sendMail(mail),
    close: () => transporter.close(),
    isReached: () => reached,
    abort() {
      aborted = true
      for (const socket of sockets) socket.destroy()
    },
  }
}

function hostAndPort(settings: SmtpSettings): { host: string; port: number } {
  const [, host = settings.host, port] = /^(.*?)(?::(\d+))?$/.exec(settings.host) ?? []
  return { host: host.replace(/^\[|\]$/g, ''), port: port === undefined ? 587 : Number(port) }
}

/** Replies 5xx about the login instead of the message (RFC 4954 §6): other settings make the next attempt succeed. */
const loginRefused: ReadonlySet<number> = new Set([530, 534, 535, 538])

/**
 * Returns the server's status code and the refused command, else why the connection failed. The server's own text may repeat the
 * message, so it is not used. A 5xx about the message or its recipient is permanent (RFC 5321 §4.2.1).
 */
function causeOf(error: unknown): { readonly text: string; readonly permanent: boolean } {
  if (!(error instanceof Error)) return { text: failureOf(error), permanent: false }
  const { responseCode: status, command } = error as { responseCode?: unknown; command?: unknown }
  if (typeof status !== 'number') return { text: connectionFailure(error), permanent: false }
  const aboutMessage = /^(MAIL|RCPT|DATA)/.test(String(command))
  return {
    text: `SMTP ${status} to ${String(command)}`,
    permanent: status >= 500 && aboutMessage && !loginRefused.has(status),
  }
}

/** Returns how a connection failed to be made. */
function unreached(error: unknown): string {
  const isName = connectionFailureOf(error).problem === 'name_unknown'
  return isName
    ? 'could not be reached, as its name could not be looked up; check the host'
    : 'could not be reached'
}

/** Faults of certificates have no number but a sentence of the TLS library, which names only hosts. */
function connectionFailure(error: Error): string {
  const failure = failureOf(error)
  const faceless = ['ESOCKET', 'ETLS', 'ECONNECTION', 'unknown error'].includes(failure)
  return faceless ? `${failure}, ${error.message.slice(0, 200)}` : failure
}
