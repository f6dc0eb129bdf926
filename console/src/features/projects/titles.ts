import { localized } from '../../language/localized.ts'

/** The names of the pages, which the start of the console loads. */
export const titles = localized('projectsTitles', {
  title: 'Projects',
  add: 'New project',
})
