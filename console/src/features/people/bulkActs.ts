/** What can be done to several users at once. */
export const bulkActs = ['deactivate', 'reactivate', 'lock', 'unlock', 'remove'] as const
export type BulkAct = (typeof bulkActs)[number]
