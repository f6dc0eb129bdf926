/** The names of the pages, which the start of the console loads. */
export const titles = {
  title: 'Organizations',
  add: 'New organization',
} as const
