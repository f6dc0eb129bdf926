import type pg from 'pg'

/**
 * Runs a statement. The callback is ours, because the driver would assign one to a property of the statement. V8 places a function that
 * is assigned where it is written among the old objects, so the statement and its rows would live until the next major collection
 * (`findings/functions-assigned-to-properties-are-born-old.sh`).
 */
export function resultOf<Row extends object>(
  client: pg.ClientBase,
  statement: pg.QueryConfig & { readonly rowMode?: 'array' },
): Promise<Pick<pg.QueryResult, 'fields'> & { readonly rows: Row[] }> {
  return new Promise((resolve, reject) => {
    client.query<Row>(statement, (error, result) => {
      if (error) reject(error)
      else resolve(result)
    })
  })
}
