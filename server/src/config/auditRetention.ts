/** The types of streams that die and are removed from the log. */
export const mortalTypes = ['session', 'auth_request', 'device_auth', 'oidc_session', 'browser'] as const

/** Returns the days for which the events of a dead stream stay readable; `otherwise` if the settings name none for its type. */
export type AuditRetention = (type: string, otherwise: number) => number

const entry = new RegExp(`^(?:(${mortalTypes.join('|')})=)?([1-9]\\d{0,4})$`)

/** Compiles a list of `DAYS`, for all types, and `TYPE=DAYS`; throws if one has another form. */
export function auditRetention(entries: readonly string[]): AuditRetention {
  const days = new Map<string, number>()
  for (const text of entries) {
    const [, type = '', count] = entry.exec(text) ?? []
    if (count === undefined) throw new Error(`${text} is no number of days of a type of streams`)
    days.set(type, Number(count))
  }
  return (type, otherwise) => days.get(type) ?? days.get('') ?? otherwise
}
