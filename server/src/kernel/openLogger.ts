import { type DestinationStream, type Level, type Logger, pino } from 'pino'

/**
 * Opens the log. Errors in it (`{ err }`) hold no personal data: neither statements, parameters and details of the database
 * nor addresses of people.
 */
export function openLogger(level: Level | 'silent', destination: DestinationStream): Logger {
  return pino({ level, serializers: { err: loggedError } }, destination)
}

interface LoggedError {
  readonly type: string
  readonly message: string
  readonly stack: string
  readonly cause?: LoggedError
  readonly errors?: readonly LoggedError[]
  readonly [property: string]: unknown
}

/** Properties of errors of Node, PostgreSQL and mail servers that name no person. */
const harmless = [
  'code',
  'severity',
  'schema',
  'table',
  'constraint',
  'routine',
  'syscall',
  'host',
  'port',
  'command',
  'responseCode',
] as const

/** Enough for a refusal, its cause, and the cause of that. */
const maxDepth = 5

/** Renders an error for the log. */
function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' }
  const properties = error as Error & Readonly<Record<string, unknown>>
  const message = messageOf(properties)
  const nested = (inner: unknown) => loggedError(inner, depth + 1)
  const deeper = depth < maxDepth
  return {
    type: error.name,
    message,
    stack: [`${error.name}: ${message}`, ...framesOf(error)].join('\n'),
    ...Object.fromEntries(
      harmless.flatMap((name) => (isPlain(properties[name]) ? [[name, properties[name]]] : [])),
    ),
    ...(deeper && error.cause !== undefined && { cause: nested(error.cause) }),
    ...(deeper && error instanceof AggregateError && { errors: error.errors.map(nested) }),
  }
}

/** Replaces e-mail addresses in a text that others wrote, such as the reply of a mail server. */
export function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'(),;:=]+@[^\s<>"'(),;:=]+/g, '(address)')
}

/** PostgreSQL quotes values in the messages of its class 22, data exceptions (PostgreSQL, appendix A). */
function messageOf(error: Error & Readonly<Record<string, unknown>>): string {
  const { code } = error
  const ofValue = typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code)
  return ofValue ? 'a value was not accepted by the database' : withoutAddresses(error.message)
}

function framesOf({ stack = '' }: Error): string[] {
  return stack.split('\n').filter((line) => /^\s+at /.test(line))
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number'
}
