/** The page of a look-up by id. */
export const firstRow = { offset: '0', limit: 1, asc: true }
