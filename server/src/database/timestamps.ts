import pg from 'pg'

const form = /^(\d{4,}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d+))?([+-]\d\d)(?::?(\d\d))?$/

/**
 * Converts PostgreSQL's text of an instant (of a value or in JSON, in any time zone) to ISO 8601 in UTC, with microseconds
 * unless they are 0 and with milliseconds then, as `Instant` renders it; ±infinity stays. Throws if the text has another
 * `DateStyle` than ISO.
 */
export function isoInstant(text: string): string {
  const parts = form.exec(text)
  if (parts === null) {
    if (text.endsWith('infinity')) return text
    throw new Error('an instant of the database has no ISO form; the session needs DateStyle ISO')
  }
  const [, date, time, digits = '', hours, minutes = '00'] = parts
  const fraction = digits.padEnd(digits.length > 3 ? 6 : 3, '0')
  if (hours === '+00' && minutes === '00') return `${date}T${time}.${fraction}Z`
  const utc = new Date(`${date}T${time}${hours}:${minutes}`).toISOString()
  return `${utc.slice(0, -'000Z'.length)}${fraction}Z`
}

/**
 * Reads PostgreSQL's hexadecimal text of bytes into memory of their own. Short ones would else be parts of a pool of 64 KiB, which
 * a kept row would keep as a whole.
 */
function ownBytes(text: string): Buffer {
  if (!text.startsWith('\\x'))
    throw new Error('bytes of the database are not hexadecimal; the session needs bytea_output hex')
  const bytes = Buffer.allocUnsafeSlow(text.length / 2 - 1)
  bytes.write(text.slice(2), 'hex')
  return bytes
}

/**
 * Parses values of results: int8 as string, timestamptz as ISO 8601 text, date as text, bytes into memory of their own, all others
 * as `pg` does.
 */
export const resultTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === pg.types.builtins.TIMESTAMPTZ && format !== 'binary') return isoInstant
    if (oid === pg.types.builtins.DATE && format !== 'binary') return (text: string) => text
    if (oid === pg.types.builtins.BYTEA && format !== 'binary') return ownBytes
    return pg.types.getTypeParser(oid, format as 'text')
  },
}
