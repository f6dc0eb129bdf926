import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Console',
  skip: 'Vai al contenuto',
  menu: 'Navigazione',
  openMenu: 'Apri la navigazione',
  closeMenu: 'Chiudi la navigazione',
  loading: 'Caricamento',
  wholeInstance: 'Intera istanza',
  chooseOrganization: 'Scegli un’organizzazione',
  searchOrganizations: 'Nome di un’organizzazione',
  recent: 'Recenti',
  organization: 'Organizzazione',
  organizations: 'Organizzazioni',
  noOrganization: 'Nessuna organizzazione ha questo nome.',
  search: 'Cerca',
  searchHint: 'Nome, e-mail, telefono, nome di accesso, ID client o ID',
  searchFailed: 'La ricerca non è riuscita.',
  nothingFound: 'Nulla ha questo nome o ID.',
  pages: 'Pagine',
  settings: 'Impostazioni',
  settingsIntro: {
    instance: 'Dell’intera istanza. Le organizzazioni hanno questi valori, se non ne hanno di propri.',
    organization: 'Di questa organizzazione. Se non ha valori propri, ha quelli dell’istanza.',
  },
  noSettings: 'Qui non ci sono impostazioni che puoi leggere.',
  kinds: {
    person: 'Persona',
    machine: 'Macchina',
    organization: 'Organizzazione',
    project: 'Progetto',
    application: 'Applicazione',
  },
  keyboard: 'Scorciatoie da tastiera',
  keys: {
    palette: 'Cerca qualsiasi cosa',
    filter: 'Vai alla ricerca dell’elenco',
    help: 'Mostra questo aiuto',
    close: 'Chiudi ciò che è aperto',
  },
  followedBy: 'poi',
  looks: 'Tema e lingua',
  theme: 'Tema',
  language: 'Lingua',
  themes: { light: 'Chiaro', dark: 'Scuro', auto: 'Come il dispositivo' },
  account: 'Account',
  ownAccount: 'Il tuo account',
  switchAccount: 'Cambia account',
  logOut: 'Esci',
  systemUser: { as: (name: string) => `Utente di sistema ${name}`, stop: 'Termina' },
  noRights: {
    title: 'Qui non hai ancora nessun diritto',
    text: 'Può dartene chi amministra la tua organizzazione. Il tuo account è comunque a tua disposizione.',
  },
  notFound: {
    title: 'Pagina non trovata',
    text: 'Controlla l’indirizzo o torna alla pagina da cui arrivi.',
    home: 'Vai alla pagina iniziale',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'Impossibile avviare la console',
    unknown: 'Il server non è raggiungibile; controlla la connessione e riprova.',
    storage:
      'Il browser non permette alla console di salvare nulla, nemmeno l’accesso di questa scheda; consenti i cookie e i dati dei siti per questo indirizzo e riprova.',
    again: 'Riprova',
  },
  ended: 'il tuo accesso è scaduto; accedi di nuovo per continuare',
  signedOut: {
    title: 'Disconnessione effettuata',
    text: 'I token di questa scheda sono stati revocati.',
    again: 'Accedi',
    account: 'Il tuo account',
  },
  tried: {
    title: 'Prova di accesso conclusa',
    text: 'La console mostra che cosa è tornato indietro. Puoi chiudere questa finestra.',
  },
}

export const system: Translation['system'] = {
  title: 'Lavora come utente di sistema',
  intro:
    'Un utente di sistema crea istanze, assegna loro i domini e le rimuove. È configurato sul server con una chiave pubblica (SALLYPORT_SYSTEM_API_USERS) e non ha un accesso: la sua chiave privata firma ogni richiesta.',
  memory:
    'La chiave resta nella memoria di questa scheda, in una forma che nessuno script può leggere. Non viene mai salvata né inviata. Scompare quando ricarichi o chiudi la scheda oppure premi Termina.',
  name: 'ID dell’utente di sistema',
  nameHint: 'Il suo nome nella configurazione del server.',
  key: 'Chiave privata',
  keyHint: 'Un file con una chiave RSA in formato PEM, non cifrata.',
  chooseKey: 'Scegli il file della chiave',
  audience: 'Indirizzo del server',
  audienceHint: 'Quello della sua configurazione (SALLYPORT_EXTERNAL_DOMAIN), con schema e porta.',
  begin: 'Inizia',
  toConsole: 'Console',
  problems: {
    title: 'Non ha funzionato',
    noName: 'Inserisci l’ID dell’utente di sistema.',
    noKey: 'Scegli il file della chiave privata.',
    notKey:
      'Questo file non contiene una chiave RSA leggibile in formato PEM; se la chiave è cifrata, decifrala prima.',
    noCrypto:
      'I browser firmano solo con indirizzi https e con localhost; apri la console con uno di questi indirizzi.',
    refused:
      'Il server non accetta ciò che questa chiave firma. Controlla l’ID, la chiave, l’indirizzo del server e l’ora di questo computer.',
  },
}

export const home: Translation['home'] = {
  title: 'Inizio',
  instance: 'L’intera istanza',
  noRightsTitle: 'Qui non hai ancora nessun diritto',
  noRights: 'Può dartene chi amministra la tua organizzazione. Il tuo account è comunque a tua disposizione.',
  ownAccount: 'Il tuo account',
  noFigures: 'La navigazione porta a ciò che amministri. Per le cifre serve qui il diritto user.read.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Persone',
    withSecondFactor: 'Con un secondo fattore',
    withPhishingResistant: 'Resistenti al phishing',
    logins: 'Accessi in 30 giorni',
    failedChecks: 'Tentativi falliti in 30 giorni',
    locks: 'Blocchi in 30 giorni',
  },
  charts: {
    logins: 'Accessi e tentativi falliti',
    factors: 'Blocchi e fattori',
    intro: 'Per giorno (UTC). Ogni rilascio di token a un’applicazione conta come accesso.',
    incomplete: 'Gli eventi sono troppi per contarli tutti: le cifre sono complete dal ',
    table: 'Come tabella',
    date: 'Giorno',
    series: {
      logins: 'Accessi',
      failedChecks: 'Tentativi falliti',
      locks: 'Blocchi',
      factorsAdded: 'Fattori aggiunti',
      factorsRemoved: 'Fattori rimossi',
    },
  },
  attention: {
    title: 'Richiede attenzione',
    nothing: 'Nulla richiede attenzione.',
    locked: 'Persone bloccate',
    withoutFactorUnderForcedMfa: 'Persone senza il fattore imposto dalle loro regole',
    expiring: 'Chiavi e token che scadono entro 30 giorni',
    failingJobs: 'E-mail e messaggi non riusciti',
    count: (total: number, capped: boolean) =>
      capped ? `oltre ${total.toLocaleString('it')}` : total.toLocaleString('it'),
    more: (count: string) => `Qui ci sono solo i primi. In tutto: ${count}.`,
    kinds: {
      application_key: 'Chiave di un’applicazione',
      machine_key: 'Chiave di una macchina',
      personal_access_token: 'Token di accesso personale',
    },
    expires: 'scade',
    jobs: (jobs: number) => `${jobs.toLocaleString('it')} in attesa`,
    again: 'nuovo tentativo',
    allExpiring: 'Tutte le chiavi e i token in scadenza',
  },
  coverage: {
    title: 'Fattori per organizzazione',
    organization: 'Organizzazione',
  },
  steps: {
    title: 'Primi passi',
    intro: 'Che cosa serve a una nuova istanza prima che le persone possano usarla.',
    done: 'Fatto',
    open: 'Da fare',
    factor: 'Aggiungi un secondo fattore al tuo account',
    mail: 'Configura un provider di posta, così codici e inviti arrivano',
    people: 'Aggiungi le prime persone',
    organization: 'Crea un’organizzazione per ogni cliente o azienda',
  },
}
