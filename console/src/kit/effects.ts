/** A person whom a change would hit. */
export interface HitPerson {
  readonly userId: string
  readonly orgId: string
  readonly displayName: string
  readonly loginName: string
}

/** What a dry run measured: counts by name, and the people who lose their last factor (at most 1,000). */
export interface Effects {
  readonly counts: Readonly<Record<string, number>>
  readonly people: readonly HitPerson[]
}

/** The reply of a dry run over REST (`RestCall.dryRun`). */
export interface DryRunReply {
  readonly dryRun?: Readonly<Record<string, number | readonly HitPerson[] | undefined>>
}

/** Reads the effects from the reply of a dry run. */
export function effectsOf({ dryRun = {} }: DryRunReply): Effects {
  const { people, ...rest } = dryRun
  const counts = Object.entries(rest).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  )
  return { counts: Object.fromEntries(counts), people: Array.isArray(people) ? people : [] }
}

/** Writes people as CSV (RFC 4180). A text that a spreadsheet would run as a formula is marked as text. */
export function peopleCsv(people: readonly HitPerson[]): string {
  const cell = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`
  const rows = people.map((one) =>
    [one.userId, one.displayName, one.loginName, one.orgId].map(cell).join(','),
  )
  return `${['userId,displayName,loginName,orgId', ...rows].join('\r\n')}\r\n`
}
