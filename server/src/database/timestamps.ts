import pg from 'pg'

const utc = /^(\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?\+00(?::00)?$/

/** Converts PostgreSQL's text of an instant in UTC (of a value or in JSON) to ISO 8601 with at least milliseconds; ±infinity stays. */
export function isoInstant(text: string): string {
  const parts = utc.exec(text)
  return parts === null ? text : `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(3, '0')}Z`
}

/** Parses values of results: int8 as string, timestamptz as ISO 8601 text, date as text, all others as `pg` does. */
export const resultTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ && format !== 'binary') return isoInstant
    if (oid === pg.types.builtins.DATE && format !== 'binary') return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  },
}
