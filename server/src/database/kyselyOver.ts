import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { Query } from './query.ts'

/** Kysely as a typed way to write single reads: each statement goes through `query`, with its errors. */
export function kyselyOver(query: Query): Kysely<object> {
  const readOnly = async (): Promise<never> => {
    throw new Error('Kysely reads here; write through the event log')
  }
  const connection: DatabaseConnection = {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      return { rows: (await query<object>(sql, parameters)) as Row[] }
    },
    streamQuery() {
      throw new Error('streaming is not supported; page by key')
    },
  }
  return new Kysely<object>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        init: async () => undefined,
        acquireConnection: async () => connection,
        releaseConnection: async () => undefined,
        beginTransaction: readOnly,
        commitTransaction: readOnly,
        rollbackTransaction: readOnly,
        destroy: async () => undefined,
      }),
    },
  })
}
