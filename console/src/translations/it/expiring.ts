import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Per scadenza, prima la più vicina. Gli elementi scaduti restano qui finché non vengono rimossi definitivamente.',
  owner: 'Titolare',
  kind: 'Tipo',
  everyKind: 'Tutti i tipi',
  organization: 'Organizzazione',
  expiry: 'Scadenza',
  expired: 'È scaduto',
  within: 'Periodo',
  withinYear: 'Entro un anno',
  withins: {
    0: 'Già scaduti',
    30: 'Entro 30 giorni',
    90: 'Entro 90 giorni',
    3650: 'Entro 10 anni',
  },
  empty: 'Nessuna chiave e nessun token scade entro un anno.',
}
