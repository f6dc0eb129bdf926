import { localized } from '../../language/localized.ts'

/** The names of the pages, which the start of the console loads. */
export const titles = localized('peopleTitles', {
  title: 'People',
  addTitles: { person: 'New person', machine: 'New machine' },
  lifecycles: {
    invited: 'Invited, not accepted yet',
    unverified: 'E-mail not verified',
  },
  dormant: (days: number) => `No session or token for ${days} days`,
  importTitle: 'Import people from CSV',
})
