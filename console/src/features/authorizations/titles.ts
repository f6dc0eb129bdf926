/** The names of the pages, which the start of the console loads. */
export const titles = {
  title: 'Authorizations',
  add: 'Add authorization',
} as const
