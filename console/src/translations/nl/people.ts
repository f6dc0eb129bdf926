import type { Translation } from '../translation.ts'
import { peopleTitles } from './titles.ts'

const rows = (count: number) => (count === 1 ? '1 rij' : `${count.toLocaleString('nl')} rijen`)

const accounts = (count: number) => (count === 1 ? '1 account' : `${count.toLocaleString('nl')} accounts`)

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro:
    'Kies een bestand, bekijk wat erin is gevonden en importeer het dan. Voor die tijd wordt er niets geschreven.',
  fileTitle: 'Bestand',
  fileIntro: 'CSV met kopregel; komma, puntkomma of tab; UTF-8.',
  choose: 'Bestand kiezen',
  template: 'Voorbeeld opslaan',
  tooLarge: 'Het bestand is groter dan 20 MB. Splits het op.',
  rows,
  missingTitle: 'Er ontbreken kolommen',
  missing: (fields: readonly string[]) => `Het bestand heeft een kolom nodig voor ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Kolommen die niet worden gelezen: ${columns.join(', ')}.`,
  columns: 'Deze kolommen worden gelezen:',
  fields: {
    email: 'verplicht',
    givenName: 'verplicht; ook ‘first name’',
    familyName: 'verplicht; ook ‘last name’',
    username: 'zonder opgave het e-mailadres',
    displayName: 'zonder opgave voornaam en achternaam',
    nickName: '',
    language: 'zoals en of de-CH',
    gender: '‘female’, ‘male’ of ‘diverse’',
    phone: 'met landnummer, zoals +41 79 123 45 67',
    emailVerified: '‘yes’ of ‘no’; zonder opgave ‘no’',
    phoneVerified: '‘yes’ of ‘no’; zonder opgave ‘no’',
    userId: 'zonder opgave een nieuwe',
    password: 'een eerste wachtwoord; wie er een heeft, krijgt geen uitnodiging',
    changeRequired: 'of dit wachtwoord moet worden gewijzigd; zonder opgave ‘yes’',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'nl',
    phone: '+41791234567',
  },
  previewTitle: 'Wat er is gevonden',
  resultTitle: 'Wat er is geïmporteerd',
  found: (good: number, bad: number) =>
    bad === 0
      ? `Te importeren: ${rows(good)}.`
      : `Te importeren: ${rows(good)}. Niet te importeren en dus overgeslagen: ${rows(bad)}.`,
  access: {
    title: 'Hoe krijgen ze toegang?',
    invite: 'Iedereen een uitnodiging sturen',
    inviteHint: 'Behalve wie een wachtwoord in het bestand heeft.',
    later: 'Later instellen, geen e-mail sturen',
  },
  leaveOut: (count: number) =>
    count === 1
      ? 'De persoon overslaan van wie iemand het e-mailadres al heeft'
      : `De ${count.toLocaleString('nl')} personen overslaan van wie iemand het e-mailadres al heeft`,
  start: (count: number) => `${rows(count)} importeren`,
  progress: 'Voortgang van de import',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Aangemaakt: ${created.toLocaleString('nl')}.`
      : `Aangemaakt: ${created.toLocaleString('nl')}; niet aangemaakt: ${failed.toLocaleString('nl')}.`,
  saveFailed: 'Mislukte rijen opslaan',
  onlyProblems: 'Alleen rijen met problemen',
  line: 'Regel',
  outcome: 'Resultaat',
  ready: 'Klaar',
  created: 'Aangemaakt',
  notInvited: (message: string) => `De uitnodiging is niet gestuurd. ${message}`,
  page: {
    first: 'Eerste pagina',
    previous: 'Vorige pagina',
    next: 'Volgende pagina',
    last: 'Laatste pagina',
  },
  problems: {
    givenName: 'De voornaam ontbreekt.',
    familyName: 'De achternaam ontbreekt.',
    email: 'Het e-mailadres ontbreekt.',
    phone: 'Het telefoonnummer moet met het landnummer beginnen, zoals +41 79 123 45 67.',
    language: 'De taal is geen code zoals en of de-CH.',
    gender: 'Het geslacht is niet ‘female’, ‘male’ of ‘diverse’.',
    password: 'Het wachtwoord bevat nog niet alles wat nodig is.',
    flag: (column: string) => `‘${column}’ is niet ‘yes’ of ‘no’.`,
    repeated: (line: number) => `Dezelfde gebruikersnaam of ID als in regel ${line}.`,
    exists: 'Iemand in de organisatie heeft dit e-mailadres al.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Naam, inlognaam, e-mail, telefoon of ID',
  empty: 'Hier is nog niemand.',
  name: 'Naam',
  loginName: 'Inlognaam',
  username: 'Gebruikersnaam',
  email: 'E-mail',
  notVerified: 'Niet bevestigd',
  organization: 'Organisatie',
  factors: 'Tweede stap',
  factorLevels: { none: 'Geen', second: 'Ja', phishing_resistant: 'Passkey of sleutel' },
  state: 'Status',
  states: { active: 'Actief', inactive: 'Gedeactiveerd', locked: 'Vergrendeld', initial: 'Niet ingesteld' },
  until: 'eindigt',
  created: 'Aangemaakt',
  kinds: { person: 'Persoon', machine: 'Machine' },
  factorFilters: {
    none: 'Zonder tweede stap',
    second: 'Met tweede stap',
    phishing_resistant: 'Met passkey of sleutel',
  },
  invitedAt: 'uitgenodigd',
  filters: {
    show: { label: 'Tonen', all: 'Iedereen' },
    kind: { label: 'Soort', all: 'Alle soorten' },
    state: { label: 'Status', all: 'Elke status' },
    factors: { label: 'Tweede stap', all: 'Alle factoren' },
    organization: { label: 'Alle organisaties' },
  },
  addSubmit: {
    invite: 'Aanmaken en uitnodigen',
    password: 'Aanmaken met wachtwoord',
    later: 'Aanmaken',
    machine: 'Machine aanmaken',
  },
  added: (name: string) => `${name} is aangemaakt.`,
  invited: (email: string) => `Er gaat een uitnodiging naar ${email}.`,
  givenName: 'Voornaam',
  familyName: 'Achternaam',
  emailInvalid: 'Dit is geen e-mailadres.',
  emailVerified: 'Het adres is bevestigd',
  emailVerifiedHint: 'Alleen als je weet dat het van deze persoon is.',
  usernameHint: 'Leeg: het e-mailadres.',
  access: {
    title: 'Hoe krijgt deze persoon toegang?',
    invite: {
      label: 'Een uitnodiging sturen',
      hint: 'Via een e-mail kiest de persoon een wachtwoord of passkey. Dat bevestigt ook het adres.',
    },
    password: {
      label: 'Een eerste wachtwoord instellen',
      hint: 'Je geeft het zelf door. Is het adres niet bevestigd, dan gaat er een code naartoe.',
    },
    later: {
      label: 'Later instellen',
      hint: 'Er wordt geen e-mail gestuurd, en inloggen kan nog niet.',
    },
  },
  changeRequired: 'Moet bij de eerste keer inloggen worden gewijzigd',
  furtherDetails: 'Weergavenaam, taal, geslacht, telefoon',
  displayName: 'Weergavenaam',
  nickName: 'Bijnaam',
  language: 'Taal',
  noLanguage: 'De taal van de browser',
  gender: 'Geslacht',
  genders: { '': 'Niet opgegeven', female: 'Vrouw', male: 'Man', diverse: 'Divers' },
  phone: 'Telefoon',
  phoneHint: 'Met landnummer, zoals +41 79 123 45 67.',
  phoneVerified: 'Het nummer is bevestigd',
  machineName: 'Naam',
  machineUsernameHint: 'Waaraan je de machine herkent. Niemand anders mag dezelfde hebben.',
  description: 'Omschrijving',
  tokenTypes: {
    title: 'Access tokens',
    bearer: {
      label: 'Opaak',
      hint: 'Wie er een ontvangt, vraagt de server ernaar. Intrekken werkt dus meteen.',
    },
    jwt: { label: 'JWT', hint: 'Kan zonder aanroep worden gecontroleerd en geldt dus tot het verloopt.' },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `en nog ${accounts(count)}`,
    changedSince: 'Iemand heeft dit account intussen gewijzigd. Bekijk het voordat je het wijzigt',
    wasNotActive:
      'Het account was eerst niet actief. Als je dit ongedaan maakt, zou het actief worden; daarom blijft het zoals het nu is',
    roles: {
      button: 'Rollen geven',
      title: (count: number) => `Rollen geven aan ${accounts(count)}`,
      text: 'Deze rollen komen bij de rollen die ze al in het project hebben.',
      done: (done: number, total: number) => `Rollen gegeven: ${done} van ${accounts(total)}.`,
      changedSince: 'Iemand heeft deze rollen intussen gewijzigd. Bekijk ze voordat je ze wijzigt',
    },
    deactivate: {
      button: 'Deactiveren',
      title: (count: number) => `${accounts(count)} deactiveren`,
      text: 'Inloggen kan dan niet meer, en hun sessies en tokens werken niet meer. Je kunt ze opnieuw activeren.',
      left: (count: number) => `Niet te deactiveren en dus overgeslagen: ${accounts(count)} van de selectie.`,
      done: (done: number, total: number) => `Gedeactiveerd: ${done} van ${accounts(total)}.`,
    },
    reactivate: {
      button: 'Activeren',
      title: (count: number) => `${accounts(count)} opnieuw activeren`,
      text: 'Inloggen kan dan weer.',
      left: (count: number) => `Niet gedeactiveerd en dus overgeslagen: ${accounts(count)} van de selectie.`,
      done: (done: number, total: number) => `Opnieuw geactiveerd: ${done} van ${accounts(total)}.`,
    },
    lock: {
      button: 'Vergrendelen',
      title: (count: number) => `${accounts(count)} vergrendelen`,
      text: 'Inloggen kan niet totdat iemand ze ontgrendelt.',
      left: (count: number) => `Niet actief en dus overgeslagen: ${accounts(count)} van de selectie.`,
      done: (done: number, total: number) => `Vergrendeld: ${done} van ${accounts(total)}.`,
    },
    unlock: {
      button: 'Ontgrendelen',
      title: (count: number) => `${accounts(count)} ontgrendelen`,
      text: 'Inloggen kan dan meteen weer; eerdere mislukte pogingen tellen niet meer. Als je dit ongedaan maakt, blijven ze vergrendeld totdat iemand ze ontgrendelt.',
      left: (count: number) => `Niet vergrendeld en dus overgeslagen: ${accounts(count)} van de selectie.`,
      done: (done: number, total: number) => `Ontgrendeld: ${done} van ${accounts(total)}.`,
    },
    remove: {
      button: 'Verwijderen',
      title: (count: number) => `${accounts(count)} verwijderen`,
      text: 'Hun factoren, sessies, tokens, sleutels, rollen en lidmaatschappen worden mee verwijderd. Dit kan niet ongedaan worden gemaakt.',
      left: (_: number) => '',
      done: (done: number, total: number) => `Verwijderd: ${done} van ${accounts(total)}.`,
    },
  },
  export: {
    title: 'Exporteren als CSV',
    file: 'personen.csv',
    text: (total: number, more: boolean) =>
      `Wat bij de zoekopdracht en de filters past, wordt opgeslagen als CSV: ${more ? 'meer dan ' : ''}${accounts(total)}.`,
    progress: 'Voortgang',
    save: 'Opslaan als CSV',
  },
  import: importing,
}
