/** The names of the pages, which the start of the console loads. */
export const titles = {
  title: 'Projects',
  add: 'New project',
} as const
