import { localized } from '../../language/localized.ts'

/** The names that the start of the console loads. */
export const titles = localized('instancesTitles', {
  work: 'Work as a system user',
})
