import { localizedPage } from '../../language/localizedPage.ts'

/** The texts of the list of keys and tokens that expire. */
export const texts = localizedPage('expiring', {
  intro: 'By expiry, the next one first; expired ones are listed until they are removed for good.',
  owner: 'Owner',
  kind: 'Kind',
  everyKind: 'Every kind',
  organization: 'Organization',
  expiry: 'Expiry',
  expired: 'Expired',
  within: 'Period',
  withinYear: 'Within a year',
  withins: {
    0: 'Expired',
    30: 'Within 30 days',
    90: 'Within 90 days',
    3650: 'Within 10 years',
  },
  empty: 'No key or token expires within a year.',
})
