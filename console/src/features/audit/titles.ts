/** The names of the pages, which the start of the console loads. */
export const titles = {
  title: 'Audit',
  command: 'Log of changes and logins',
} as const
