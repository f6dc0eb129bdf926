/** The filters of the list in the address. */
export const filters = ['kind', 'state', 'factors', 'organization'] as const

/** What a dialog above the list adds, as the address says. */
export const addings = ['person', 'machine'] as const
export type Adding = (typeof addings)[number]
