/** The names of errors that the settings, the machine or the database cause; their messages say what to do. */
const expectedErrors: ReadonlySet<string> = new Set([
  ...['ConfigError', 'MigrationError', 'MasterKeyError', 'DirectoryInUseError', 'DatabaseUnsuitableError'],
  ...['ListenError', 'DomainError', 'FindingsError', 'HeadError'],
])

/** Returns what a command prints about an error: a message if it is expected, a bug's stack otherwise. */
export function reportOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { name, message, cause, stack } = error
  if (name === 'DatabaseUrlError') return `SALLYPORT_DATABASE_URL: ${message}`
  if (name === 'ConnectionFailure') return `the database is not available: ${message}`
  if (cause instanceof Error && cause.name === 'ConnectionFailure') return reportOf(cause)
  const { code } = error as NodeJS.ErrnoException
  return expectedErrors.has(name) || code === 'EACCES' ? message : (stack ?? message)
}
