/** The names that the start of the console loads. */
export const titles = {
  work: 'Work as a system user',
} as const
