import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Par date d’expiration, la plus proche en premier. Les éléments expirés restent ici jusqu’à leur suppression définitive.',
  owner: 'Titulaire',
  kind: 'Type',
  everyKind: 'Tous les types',
  organization: 'Organisation',
  expiry: 'Expiration',
  expired: 'A expiré',
  within: 'Période',
  withinYear: 'Dans l’année à venir',
  withins: {
    0: 'Déjà expirés',
    30: 'Dans les 30 jours',
    90: 'Dans les 90 jours',
    3650: 'Dans les 10 ans',
  },
  empty: 'Aucune clé et aucun jeton n’expire dans l’année à venir.',
}
