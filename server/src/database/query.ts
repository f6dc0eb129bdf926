/** Runs one statement; `name` makes it a prepared one (the same name must always carry the same text). */
export type Query = <Row extends object>(
  sql: string,
  values?: readonly unknown[],
  name?: string,
) => Promise<Row[]>
