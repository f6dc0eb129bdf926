import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Według daty wygaśnięcia, od najbliższej. Wygasłe pozycje są widoczne, dopóki nie zostaną trwale usunięte.',
  owner: 'Właściciel',
  kind: 'Rodzaj',
  everyKind: 'Każdy rodzaj',
  organization: 'Organizacja',
  expiry: 'Wygasa',
  expired: 'Wygasł',
  within: 'Okres',
  withinYear: 'W ciągu roku',
  withins: {
    0: 'Już wygasłe',
    30: 'W ciągu 30 dni',
    90: 'W ciągu 90 dni',
    3650: 'W ciągu 10 lat',
  },
  empty: 'Żaden klucz ani token nie wygasa w ciągu roku.',
}
