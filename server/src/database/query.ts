/** Runs one statement; a named one is prepared, and its name must always have the same text. */
export type Query = <Row extends object>(
  sql: string,
  values?: readonly unknown[],
  name?: string,
) => Promise<Row[]>
