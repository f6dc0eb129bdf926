import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Op verloopdatum, de eerstvolgende bovenaan. Verlopen sleutels en tokens staan hier tot ze definitief worden verwijderd.',
  owner: 'Eigenaar',
  kind: 'Soort',
  everyKind: 'Elke soort',
  organization: 'Organisatie',
  expiry: 'Verloopt',
  expired: 'Verlopen',
  within: 'Periode',
  withinYear: 'Binnen een jaar',
  withins: {
    0: 'Verlopen',
    30: 'Binnen 30 dagen',
    90: 'Binnen 90 dagen',
    3650: 'Binnen 10 jaar',
  },
  empty: 'Geen sleutel of token verloopt binnen een jaar.',
}
