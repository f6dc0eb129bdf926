/** The names of the pages, which the start of the console loads. */
export const titles = {
  title: 'People',
  addTitles: { person: 'New person', machine: 'New machine' },
  importTitle: 'Import people from CSV',
} as const
