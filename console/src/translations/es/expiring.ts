import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Por fecha de caducidad, primero lo más próximo. Lo caducado aparece aquí hasta que se elimina definitivamente.',
  owner: 'Titular',
  kind: 'Tipo',
  everyKind: 'Todos los tipos',
  organization: 'Organización',
  expiry: 'Caducidad',
  expired: 'Ha caducado',
  within: 'Plazo',
  withinYear: 'En un año',
  withins: {
    0: 'Ya caducados',
    30: 'En 30 días',
    90: 'En 90 días',
    3650: 'En 10 años',
  },
  empty: 'Ninguna clave ni token caduca en un año.',
}
