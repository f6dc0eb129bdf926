import { localized } from '../../language/localized.ts'

/** The names of the page, which the start of the console loads. */
export const titles = localized('logTargetsTitles', {
  title: 'Log targets',
  intro: 'Other systems that receive every event of the log, such as a SIEM.',
})
