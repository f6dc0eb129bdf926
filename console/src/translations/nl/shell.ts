import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Console',
  skip: 'Naar de inhoud',
  menu: 'Navigatie',
  openMenu: 'Navigatie openen',
  closeMenu: 'Navigatie sluiten',
  loading: 'Laden',
  wholeInstance: 'Hele instantie',
  chooseOrganization: 'Kies een organisatie',
  searchOrganizations: 'Naam van een organisatie',
  recent: 'Recent',
  organization: 'Organisatie',
  organizations: 'Organisaties',
  noOrganization: 'Geen organisatie heeft deze naam.',
  search: 'Zoeken',
  searchHint: 'Naam, e-mail, telefoon, inlognaam, client-ID of ID',
  searchFailed: 'Het zoeken is mislukt.',
  nothingFound: 'Niets heeft deze naam of ID.',
  pages: 'Pagina’s',
  settings: 'Instellingen',
  settingsIntro: {
    instance: 'Van de hele instantie. Ze gelden voor elke organisatie die geen eigen waarden heeft.',
    organization: 'Van deze organisatie. Zonder eigen waarden gelden die van de instantie.',
  },
  noSettings: 'Er zijn hier geen instellingen die je mag lezen.',
  kinds: {
    person: 'Persoon',
    machine: 'Machine',
    organization: 'Organisatie',
    project: 'Project',
    application: 'Applicatie',
  },
  keyboard: 'Sneltoetsen',
  keys: {
    palette: 'Overal zoeken',
    filter: 'Naar het zoekveld van de lijst',
    help: 'Deze hulp tonen',
    close: 'Sluiten wat open is',
  },
  followedBy: 'dan',
  looks: 'Thema en taal',
  theme: 'Thema',
  language: 'Taal',
  themes: { light: 'Licht', dark: 'Donker', auto: 'Zoals het apparaat' },
  account: 'Account',
  ownAccount: 'Je account',
  switchAccount: 'Ander account',
  logOut: 'Uitloggen',
  systemUser: { as: (name: string) => `Systeemgebruiker ${name}`, stop: 'Stoppen' },
  noRights: {
    title: 'Je hebt hier nog geen rechten',
    text: 'Een beheerder van je organisatie kan je rechten geven. Je eigen account kun je openen.',
  },
  notFound: {
    title: 'Deze pagina bestaat niet',
    text: 'Controleer het adres, of ga terug naar waar je vandaan kwam.',
    home: 'Naar het begin',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'De console kan niet starten',
    unknown: 'De server is niet bereikbaar. Controleer je verbinding en probeer het opnieuw.',
    storage:
      'De browser laat de console niets bewaren, ook niet de aanmelding van dit tabblad. Sta cookies en sitegegevens toe voor dit adres en probeer het opnieuw.',
    again: 'Opnieuw proberen',
  },
  ended: 'Je login is verlopen. Log opnieuw in om verder te gaan',
  signedOut: {
    title: 'Je bent uitgelogd',
    text: 'De tokens van dit tabblad zijn ingetrokken.',
    again: 'Inloggen',
    account: 'Je account',
  },
  tried: {
    title: 'Terug van het inloggen',
    text: 'De console toont wat er terugkwam. Je kunt dit venster sluiten.',
  },
}

export const system: Translation['system'] = {
  title: 'Werken als systeemgebruiker',
  intro:
    'Een systeemgebruiker maakt instanties aan, geeft ze domeinen en verwijdert ze. Je configureert hem op de server met een publieke sleutel (SALLYPORT_SYSTEM_API_USERS). Hij logt niet in: zijn privésleutel ondertekent elk verzoek.',
  memory:
    'De sleutel blijft in het geheugen van dit tabblad, in een vorm die geen script kan lezen. Hij wordt nooit opgeslagen of verstuurd. Hij is weg zodra je het tabblad opnieuw laadt of sluit, of op ‘Stoppen’ drukt.',
  name: 'ID van de systeemgebruiker',
  nameHint: 'De naam in de configuratie van de server.',
  key: 'Privésleutel',
  keyHint: 'Een onversleuteld PEM-bestand met een RSA-sleutel.',
  chooseKey: 'Kies het sleutelbestand',
  audience: 'Adres van de server',
  audienceHint: 'Dat uit de configuratie (SALLYPORT_EXTERNAL_DOMAIN), met schema en poort.',
  begin: 'Beginnen',
  toConsole: 'Console',
  problems: {
    title: 'Dit is niet gelukt',
    noName: 'Vul de ID van de systeemgebruiker in.',
    noKey: 'Kies het bestand van de privésleutel.',
    notKey: 'Dit bestand bevat geen leesbare RSA-sleutel in PEM. Ontsleutel versleutelde sleutels eerst.',
    noCrypto:
      'Browsers ondertekenen alleen op https-adressen en op localhost. Open de console op zo’n adres.',
    refused:
      'De server accepteert niet wat deze sleutel ondertekent. Controleer de ID, de sleutel, het adres van de server en de klok van deze computer.',
  },
}

export const home: Translation['home'] = {
  title: 'Start',
  instance: 'De hele instantie',
  noRightsTitle: 'Je hebt hier nog geen rechten',
  noRights: 'Een beheerder van je organisatie kan je rechten geven. Je eigen account kun je openen.',
  ownAccount: 'Je account',
  noFigures:
    'Via de navigatie kom je bij wat je beheert. Voor cijfers heb je hier het recht user.read nodig.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Personen',
    withSecondFactor: 'Met een tweede stap',
    withPhishingResistant: 'Phishingbestendig',
    logins: 'Aanmeldingen in 30 dagen',
    failedChecks: 'Mislukte pogingen in 30 dagen',
    locks: 'Vergrendelingen in 30 dagen',
  },
  charts: {
    logins: 'Aanmeldingen en mislukte pogingen',
    factors: 'Vergrendelingen en factoren',
    intro: 'Per dag (UTC). Een aanmelding telt als een applicatie tokens krijgt.',
    incomplete: 'Er zijn te veel gebeurtenissen om alles te tellen. De cijfers zijn volledig vanaf ',
    table: 'Als tabel',
    date: 'Dag',
    series: {
      logins: 'Aanmeldingen',
      failedChecks: 'Mislukte pogingen',
      locks: 'Vergrendelingen',
      factorsAdded: 'Factoren toegevoegd',
      factorsRemoved: 'Factoren verwijderd',
    },
  },
  attention: {
    title: 'Vraagt aandacht',
    nothing: 'Niets vraagt aandacht.',
    locked: 'Vergrendelde personen',
    withoutFactorUnderForcedMfa: 'Personen zonder de tweede stap die hun beleid vereist',
    expiring: 'Sleutels en tokens die binnen 30 dagen verlopen',
    failingJobs: 'E-mails en berichten waarvan de verzending mislukt',
    count: (total: number, capped: boolean) =>
      capped ? `meer dan ${total.toLocaleString('nl')}` : total.toLocaleString('nl'),
    more: (count: string) => `De eerste van ${count}.`,
    kinds: {
      application_key: 'Sleutel van een applicatie',
      machine_key: 'Sleutel van een machine',
      personal_access_token: 'Persoonlijk access token',
    },
    expires: 'verloopt',
    jobs: (jobs: number) => (jobs === 1 ? '1 wacht' : `${jobs.toLocaleString('nl')} wachten`),
    again: 'volgende poging',
    allExpiring: 'Alle sleutels en tokens die verlopen',
  },
  coverage: {
    title: 'Factoren per organisatie',
    organization: 'Organisatie',
  },
  steps: {
    title: 'Eerste stappen',
    intro: 'Wat een nieuwe instantie nodig heeft voordat anderen haar kunnen gebruiken.',
    done: 'Gedaan',
    open: 'Te doen',
    factor: 'Stel een tweede stap in voor je eigen account',
    mail: 'Stel een e-mailprovider in, zodat codes en uitnodigingen aankomen',
    people: 'Voeg de eerste personen toe',
    organization: 'Maak een organisatie aan voor elke klant of elk bedrijf',
  },
}
