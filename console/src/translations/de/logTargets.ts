import type { Translation } from '../translation.ts'
import { logTargetsTitles } from './titles.ts'

export const logTargets: Translation['logTargets'] = {
  ...logTargetsTitles,
  settings: 'Einstellungen',
  onlyInstance:
    'Protokollziele sind eine Einstellung der ganzen Instanz. Wählen Sie oben auf der Seite „Ganze Instanz“',
  sectionTitle: 'Ziele',
  sectionIntro:
    'Ereignisse werden in der Reihenfolge gesendet, in der sie gespeichert wurden, jedes mindestens einmal. Nimmt ein Ziel sie nicht an, wird es erneut versucht, bis es gelingt.',
  empty: 'Noch kein Ziel. Ereignisse bleiben im Protokoll, und nichts wird gesendet.',
  add: 'Ziel hinzufügen',
  addSubmit: 'Hinzufügen',
  added: 'Das Ziel wurde hinzugefügt.',
  changed: 'Gespeichert.',
  removed: 'Das Ziel wurde entfernt.',
  paused: 'Das Ziel ist angehalten.',
  resumed: 'Das Ziel ist aktiv.',
  retried: 'Die Zustellung wird erneut versucht.',
  states: { active: 'Aktiv', failing: 'Schlägt fehl', paused: 'Angehalten' },
  acts: {
    test: 'Testen',
    edit: 'Ändern',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    retry: 'Jetzt erneut versuchen',
    newKey: 'Neuer Signaturschlüssel',
    remove: 'Entfernen',
  },
  actOf: (act: string, name: string) => `${act}: ${name}`,
  pauseText:
    'Bis Sie die Zustellung fortsetzen, wird nichts gesendet. Sitzungen, die in dieser Zeit aus dem Protokoll verschwinden, fehlen dann.',
  resumeText: 'Es geht mit dem ersten Ereignis weiter, das nicht zugestellt wurde.',
  retryText: 'Der nächste Versuch beginnt sofort statt erst nach der Wartezeit.',
  newKeyText:
    'Mit dem bisherigen Schlüssel wird sofort nicht mehr signiert: Der Empfänger weist Ereignisse ab, bis er den neuen kennt.',
  removeText:
    'Dorthin werden keine Ereignisse mehr gesendet. Einstellungen, Zugangsdaten und Signaturschlüssel des Ziels werden gelöscht.',
  lastDelivered: 'Zuletzt zugestellt',
  neverDelivered: 'Noch nichts zugestellt',
  waiting: (count: number, more: boolean) =>
    `${more ? 'Mindestens ' : ''}${count.toLocaleString('de')} ${count === 1 ? 'Ereignis wartet' : 'Ereignisse warten'}`,
  oldest: 'das älteste entstand',
  failingSince: 'Schlägt fehl, zuerst',
  nextAttempt: 'Nächster Versuch',
  filtered: 'Nur manche Ereignisse',
  formats: { jsonl: 'JSON-Zeilen', cloudevents: 'CloudEvents' },
  editTitle: 'Ziel ändern',
  name: 'Name',
  url: 'Adresse',
  urlHint:
    'Eine https-Adresse. Alle, die diese Einstellungen lesen dürfen, sehen sie; sie darf also kein Secret enthalten.',
  format: 'Form der Ereignisse',
  formatChoices: [
    { value: 'jsonl', label: 'JSON-Zeilen wie in einem Export' },
    { value: 'cloudevents', label: 'CloudEvents 1.0 in Batches' },
  ],
  start: 'Beginnen mit',
  starts: [
    { value: 'now', label: 'Dem, was ab jetzt geschieht' },
    { value: 'beginning', label: 'Dem ersten Ereignis des Protokolls' },
  ],
  types: 'Nur diese Arten von Ereignissen',
  typesHint: 'Ohne Angabe werden alle gesendet.',
  streamTypes: 'Nur Ereignisse dieser Arten von Objekten',
  credential: 'Zugangsdaten',
  credentialChoices: {
    none: 'Keine: Die Signatur genügt',
    keep: 'Die gespeicherten behalten',
    give: 'Ein Header mit einem geheimen Wert',
  },
  header: 'Header',
  value: 'Wert',
  valueHint:
    'Der ganze Wert, zum Beispiel „Bearer …“. Er wird versiegelt gespeichert und nie wieder angezeigt.',
  showSecret: 'Eingabe anzeigen',
  keyTitle: 'Signaturschlüssel',
  key: 'Signaturschlüssel',
  keyText: 'Damit prüft der Empfänger den Header ZITADEL-Signature jeder Anfrage.',
  testTitle: (name: string) => `Test: ${name}`,
  testText: 'Sendet ein Ereignis der Art log_target.test mit der Stelle 0. Es steht in keinem Protokoll.',
  testSubmit: 'Test senden',
  tested: (status: number) => `Der Empfänger hat es angenommen (HTTP ${status}).`,
  notTested: 'Es wurde nicht zugestellt',
  problems: {
    status: (status: string) => `Der Empfänger hat mit HTTP ${status} geantwortet.`,
    name_unknown: 'Der Name des Hosts ist nicht bekannt.',
    connection_refused: 'Dort nimmt nichts Verbindungen an.',
    timeout: 'Der Empfänger hat nicht innerhalb von 10 Sekunden geantwortet.',
    certificate: (cause: string) => `Der Server vertraut dem dortigen Zertifikat nicht (${cause}).`,
    failed: (cause: string) => `Die Verbindung ist fehlgeschlagen (${cause}).`,
    not_allowed:
      'Der Server darf nicht an Adressen privater Netze senden. Sein Betreiber kann diese erlauben.',
    secrets_lost:
      'Die gespeicherten Secrets sind verloren. Erstellen Sie einen neuen Signaturschlüssel und geben Sie die Zugangsdaten neu ein.',
  },
}
