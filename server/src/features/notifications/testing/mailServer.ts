import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A received mail, decoded. */
export interface ReceivedMail {
  readonly to: readonly string[]
  readonly subject: string
  readonly headers: string
  readonly text: string
  readonly html: string
}

/** A real SMTP server that records its mails. */
export interface MailServer {
  /** `host:port` */
  readonly host: string
  readonly mails: readonly ReceivedMail[]
  /** How many of the next mails are refused with `refusal`. */
  refuse: number
  /** The command that is refused, and the status: a temporary error after the text unless set. */
  refusal: { readonly to: 'RCPT' | 'DATA'; readonly status: number }
  /** The recipients whose mails are recorded, but never accepted. */
  readonly hanging: Set<string>
  /** The name with which each client introduced itself before a mail, refused ones included. */
  readonly greetings: readonly string[]
  /** User name and password or access token of each login. */
  readonly logins: readonly string[]
  close(): Promise<void>
}

/** Starts a server that accepts every mail; with `user`, only after a login with the password `mail-password` or a token `mail-token…`. */
export async function startMailServer(user = ''): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const logins: string[] = []
  const greetings: string[] = []
  const hanging = new Set<string>()
  const state: Pick<MailServer, 'refuse' | 'refusal'> = { refuse: 0, refusal: { to: 'DATA', status: 451 } }
  /** Returns the error of the next command of this kind, if it is to be refused. */
  const refusedBy = (command: 'RCPT' | 'DATA') => {
    const { to, status } = state.refusal
    if (to !== command || state.refuse === 0) return undefined
    state.refuse--
    return Object.assign(new Error(`no ${status} for the secret of ann@mail.example`), {
      responseCode: status,
    })
  }
  const server = new SMTPServer({
    authOptional: user === '',
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
    closeTimeout: 1,
    disabledCommands: user === '' ? ['AUTH', 'STARTTLS'] : ['STARTTLS'],
    onAuth(auth, _session, done) {
      const token = auth.accessToken ?? ''
      logins.push(`${auth.username}:${auth.password ?? token}`)
      const known = auth.password === 'mail-password' || token.startsWith('mail-token')
      if (auth.username === user && known) done(null, { user })
      else done(new Error('wrong user name or password'))
    },
    onMailFrom(_address, session, done) {
      greetings.push(session.hostNameAppearsAs)
      done()
    },
    onRcptTo: (_address, _session, done) => done(refusedBy('RCPT')),
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const refused = refusedBy('DATA')
        if (refused) return done(refused)
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push(parseMail(Buffer.concat(chunks).toString(), to))
        if (!to.some((address) => hanging.has(address))) done()
      })
    },
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    mails,
    logins,
    greetings,
    hanging,
    get refuse() {
      return state.refuse
    },
    set refuse(count) {
      state.refuse = count
    },
    get refusal() {
      return state.refusal
    },
    set refusal(refusal) {
      state.refusal = refusal
    },
    close: () => new Promise((closed) => server.close(closed)),
  }
}

function parseMail(raw: string, to: readonly string[]): ReceivedMail {
  const { headers, body } = splitPart(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers)?.[1]
  const parts = body.split(`--${boundary}`).map((part) => splitPart(part.replace(/^\r\n/, '')))
  const decoded = (type: string) => {
    const part = parts.find((one) => one.headers.includes(type))
    return part ? decodeBody(part) : ''
  }
  const subject = decodeWords(/^Subject: (.*)$/im.exec(headers)?.[1] ?? '')
  return { to, subject, headers, text: decoded('text/plain'), html: decoded('text/html') }
}

function splitPart(part: string): { headers: string; body: string } {
  const at = part.indexOf('\r\n\r\n')
  return { headers: part.slice(0, at).replace(/\r\n[ \t]+/g, ' '), body: part.slice(at + 4) }
}

function decodeBody({ headers, body }: { headers: string; body: string }): string {
  if (/transfer-encoding: base64/i.test(headers)) return Buffer.from(body, 'base64').toString()
  return /quoted-printable/i.test(headers) ? quotedPrintable(body.replace(/=\r\n/g, '')) : body
}

function quotedPrintable(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString()
}

/** Encoded words of a header (RFC 2047). */
function decodeWords(text: string): string {
  return text
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, encoding: string, word: string) =>
      encoding.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString()
        : quotedPrintable(word.replaceAll('_', ' ')),
    )
}
