/** The texts of applications that are part of the initial load. */
export const commandTexts = { add: 'New application' } as const
