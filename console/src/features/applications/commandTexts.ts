import { localized } from '../../language/localized.ts'

/** The texts of applications that are part of the initial load. */
export const commandTexts = localized('commands', { add: 'New application' })
