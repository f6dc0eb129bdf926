import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '../config/config.ts'
import { credentialKinds, lookupParts, migrations } from '../product.ts'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { callerReads } from './lookup.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase(migrations)
})
afterAll(() => db.close())

const statements = callerReads(lookupParts, credentialKinds(loadConfig({ environment: {} })))

test.each(Object.entries(statements))(
  'a caller by %s is looked up by keys, even if the plan was made for empty tables',
  async (kind, sql) => {
    const plan = await db.database.keyed<{ 'QUERY PLAN': string }>(
      `explain ${sql}`,
      ['[]'],
      `explain-${kind}`,
    )
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('secrets_pkey')
    expect(text).not.toMatch(/Join Filter|Seq Scan/)
  },
)
