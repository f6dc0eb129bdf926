import { expect, test } from 'vitest'
import { readCsv, writeCsv } from '../../../console/src/features/people/csv.ts'

test.each(['=1+1', '=1+1\nAda', '@SUM(1)\u2028Ada', '\n=1+1', '＝1+1', '＠SUM(1)'])(
  'the text %j is marked, so that no spreadsheet runs it, and read again without the mark',
  (name) => {
    const file = writeCsv([{ name }])
    expect(file).toMatch(/^name\r\n"'/)
    expect(readCsv(file).rows).toEqual([{ name }])
  },
)
