import type { Translation } from '../translation.ts'
import { logTargetsTitles } from './titles.ts'

export const logTargets: Translation['logTargets'] = {
  ...logTargetsTitles,
  settings: 'Instellingen',
  onlyInstance:
    'Logboekdoelen zijn een instelling van de hele instantie. Kies ‘Hele instantie’ bovenaan de pagina',
  sectionTitle: 'Doelen',
  sectionIntro:
    'Gebeurtenissen worden gestuurd in de volgorde waarin ze zijn vastgelegd, elk minstens één keer. Mislukt het bij een doel, dan wordt het opnieuw geprobeerd totdat het doel ze accepteert.',
  empty: 'Nog geen doel. Gebeurtenissen blijven in het logboek en er wordt niets gestuurd.',
  add: 'Doel toevoegen',
  addSubmit: 'Toevoegen',
  added: 'Het doel is toegevoegd.',
  changed: 'Opgeslagen.',
  removed: 'Het doel is verwijderd.',
  paused: 'Het doel is gepauzeerd.',
  resumed: 'Het doel is actief.',
  retried: 'De bezorging wordt opnieuw geprobeerd.',
  states: { active: 'Actief', failing: 'Mislukt', paused: 'Gepauzeerd' },
  acts: {
    test: 'Testen',
    edit: 'Wijzigen',
    pause: 'Pauzeren',
    resume: 'Hervatten',
    retry: 'Nu opnieuw proberen',
    newKey: 'Nieuwe ondertekeningssleutel',
    remove: 'Verwijderen',
  },
  actOf: (act: string, name: string) => `${act}: ${name}`,
  pauseText:
    'Er wordt niets gestuurd totdat je de bezorging hervat. Sessies die intussen uit het logboek verdwijnen, zullen ontbreken.',
  resumeText: 'Het gaat verder met de eerste gebeurtenis die niet is bezorgd.',
  retryText: 'De volgende poging begint meteen, in plaats van na de wachttijd.',
  newKeyText:
    'De huidige sleutel ondertekent meteen niet meer: de ontvanger weigert gebeurtenissen totdat die de nieuwe kent.',
  removeText:
    'Er worden geen gebeurtenissen meer naartoe gestuurd. De instellingen, inloggegevens en ondertekeningssleutel ervan worden verwijderd.',
  lastDelivered: 'Laatst bezorgd:',
  neverDelivered: 'Nog niets bezorgd',
  waiting: (count: number, more: boolean) =>
    `${more ? 'Minstens ' : ''}${count.toLocaleString('nl')} ${count === 1 ? 'gebeurtenis wacht' : 'gebeurtenissen wachten'}`,
  oldest: 'de oudste is van',
  failingSince: 'Mislukt, voor het eerst',
  nextAttempt: 'Volgende poging',
  filtered: 'Alleen sommige gebeurtenissen',
  formats: { jsonl: 'JSON-regels', cloudevents: 'CloudEvents' },
  editTitle: 'Doel wijzigen',
  name: 'Naam',
  url: 'Adres',
  urlHint: 'Een https-adres. Iedereen die deze instellingen mag lezen, ziet het; zet er dus geen geheim in.',
  format: 'Vorm van de gebeurtenissen',
  formatChoices: [
    { value: 'jsonl', label: 'JSON-regels, zoals in een export' },
    { value: 'cloudevents', label: 'CloudEvents 1.0 in batches' },
  ],
  start: 'Beginnen met',
  starts: [
    { value: 'now', label: 'Wat er vanaf nu gebeurt' },
    { value: 'beginning', label: 'De eerste gebeurtenis van het logboek' },
  ],
  types: 'Alleen deze soorten gebeurtenissen',
  typesHint: 'Laat dit leeg om alles te sturen.',
  streamTypes: 'Alleen gebeurtenissen van deze soorten objecten',
  credential: 'Inloggegevens',
  credentialChoices: {
    none: 'Geen: de ondertekening is genoeg',
    keep: 'De opgeslagen gegevens houden',
    give: 'Een header met een geheime waarde',
  },
  header: 'Header',
  value: 'Waarde',
  valueHint: 'De hele waarde, zoals ‘Bearer …’. Die wordt verzegeld opgeslagen en nooit meer getoond.',
  showSecret: 'Invoer tonen',
  keyTitle: 'Ondertekeningssleutel',
  key: 'Ondertekeningssleutel',
  keyText: 'De ontvanger controleert hiermee de header ZITADEL-Signature van elk verzoek.',
  testTitle: (name: string) => `Test: ${name}`,
  testText:
    'Stuurt een gebeurtenis van de soort log_target.test met plaats 0. Die staat in geen enkel logboek.',
  testSubmit: 'Test sturen',
  tested: (status: number) => `De ontvanger heeft de test geaccepteerd (HTTP ${status}).`,
  notTested: 'De test is niet bezorgd',
  problems: {
    status: (status: string) => `De ontvanger antwoordde met HTTP ${status}.`,
    name_unknown: 'De naam van de host is niet bekend.',
    connection_refused: 'Er worden daar geen verbindingen aangenomen.',
    timeout: 'De ontvanger antwoordde niet binnen 10 seconden.',
    certificate: (cause: string) => `De server vertrouwt het certificaat daar niet (${cause}).`,
    failed: (cause: string) => `De verbinding is mislukt (${cause}).`,
    not_allowed:
      'De server mag niet naar adressen van privénetwerken sturen. De beheerder van de server kan dit adres toestaan.',
    secrets_lost:
      'De opgeslagen geheimen zijn verloren. Maak een nieuwe ondertekeningssleutel en geef de inloggegevens opnieuw op.',
  },
}
