/** The filters of the list in the address. */
export const filters = ['kind', 'state', 'factors', 'show', 'organization'] as const

/** What a dialog above the list adds, as the address says. */
export const addings = ['person', 'machine'] as const
export type Adding = (typeof addings)[number]

/** What the filter `show` shows, beside people who are dormant for some days. */
export const lifecycles = ['invited', 'unverified'] as const
