import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Nach Ablauf sortiert, der nächste zuerst. Abgelaufene stehen hier, bis sie endgültig entfernt werden.',
  owner: 'Inhaber',
  kind: 'Art',
  everyKind: 'Jede Art',
  organization: 'Organisation',
  expiry: 'Ablauf',
  expired: 'Abgelaufen',
  within: 'Zeitraum',
  withinYear: 'Innerhalb eines Jahres',
  withins: {
    0: 'Abgelaufen',
    30: 'Innerhalb von 30 Tagen',
    90: 'Innerhalb von 90 Tagen',
    3650: 'Innerhalb von 10 Jahren',
  },
  empty: 'Innerhalb eines Jahres läuft kein Schlüssel oder Token ab.',
}
