import type { Translation } from '../translation.ts'

export const kit: Translation['kit'] = {
  loading: 'Caricamento',
  more: 'Altro',
  cancel: 'Annulla',
  close: 'Chiudi',
  save: 'Salva',
  saved: 'Modifiche salvate.',
  reset: 'Annulla modifiche',
  remove: 'Rimuovi',
  copy: 'Copia',
  copied: 'Copiato',
  breadcrumb: 'Percorso',
  settingGroups: {
    'Sign-in': 'Accesso',
    'Looks and texts': 'Aspetto e testi',
    People: 'Persone',
    Delivery: 'Invio',
    Security: 'Sicurezza',
    Instance: 'Istanza',
  },
  units: { hours: ' h', minutes: ' min', days: ' giorni' },
  pageTitle: (title: string) => `${title} – Console`,
  yes: 'Sì',
  no: 'No',
  none: 'Nessuno',
  problem: {
    logInAgain: 'Accedi di nuovo',
    loggedIn: 'Hai effettuato di nuovo l’accesso. Quello che hai inserito è ancora qui; riprova.',
    pageTitle: 'Impossibile mostrare questa pagina',
    again: 'Riprova',
    old: 'Quello che vedi potrebbe non essere aggiornato.',
    id: 'ID',
    lacks: (right: string) => `questa pagina richiede qui il diritto ${right}`,
    whoGives: 'Può darti questo diritto chi amministra questa organizzazione o istanza.',
    titles: {
      stale_login: 'Prima accedi di nuovo',
      refused: 'Rifiutato',
      missing_right: 'Ti manca un diritto',
      not_found: 'Non trovato',
      conflict: 'In conflitto con qualcos’altro',
      invalid: 'Non valido',
      unreachable: 'Nessuna connessione',
    },
  },
  table: {
    empty: 'Qui non c’è ancora nulla',
    nothingFound: 'Nessun risultato per questa ricerca e questi filtri.',
    clear: 'Azzera ricerca e filtri',
    refresh: 'Aggiorna',
    total: (total: number) => (total === 1 ? '1 voce' : `${total.toLocaleString('it')} voci`),
    range: (from: number, to: number, total: number, more: boolean) =>
      `${from.toLocaleString('it')}–${to.toLocaleString('it')} di ${more ? 'oltre ' : ''}${total.toLocaleString('it')}`,
    pageSize: 'Righe per pagina',
    previous: 'Pagina precedente',
    next: 'Pagina successiva',
    sortBy: (column: string) => `Ordina per: ${column}`,
    selectAll: 'Seleziona tutto in questa pagina',
    select: (name: string) => `Seleziona ${name}`,
    selected: (count: number) => (count === 1 ? '1 selezione' : `${count} selezioni`),
    unselect: 'Deseleziona tutto',
    open: (name: string) => `Apri ${name}`,
    filters: 'Filtri',
  },
  search: { label: 'Cerca', clear: 'Cancella la ricerca' },
  form: {
    unsavedTitle: 'Abbandonare la pagina senza salvare?',
    unsaved: 'Le tue modifiche in questa pagina non sono salvate.',
    leave: 'Abbandona',
    stay: 'Resta',
    required: 'Compila questo campo.',
    contested:
      'Nel frattempo qualcun altro ha modificato questo. Quello che hai inserito è ancora qui: salvando sostituisce l’altra modifica, «Annulla modifiche» la mostra.',
  },
  reason: {
    label: 'Motivo (resta nel registro)',
    hint: 'Facoltativo. Lo vede chiunque legga il registro.',
    required: 'Qui questa azione richiede un motivo. Compila il campo «Motivo» e riprova.',
  },
  confirm: {
    type: (name: string) => `Scrivi ${name} per confermare`,
    checking: 'Verifica delle conseguenze',
    effects: 'Conseguenze',
    noEffects: 'Nessuna persona coinvolta.',
    people: 'Persone coinvolte',
    export: 'Esporta come CSV',
  },
  secret: {
    once: 'Questo valore viene mostrato una sola volta. Copialo adesso: non si potrà più leggere.',
    done: 'L’ho copiato',
    download: (file: string) => `Salva come ${file}`,
  },
  timeline: {
    title: 'Modifiche',
    more: 'Modifiche precedenti',
    empty: 'Nessuna modifica.',
    payload: 'Dettagli',
    by: 'da',
    system: 'sistema',
  },
  passwordRules: {
    title: 'La password deve avere',
    password: 'Password',
    repeated: 'Ripeti la password',
    length: (count: number) => (count === 1 ? 'Almeno 1 carattere' : `Almeno ${count} caratteri`),
    lowercase: 'Una lettera minuscola (a–z)',
    uppercase: 'Una lettera maiuscola (A–Z)',
    number: 'Una cifra (0–9)',
    symbol: 'Un segno di punteggiatura o un simbolo',
    met: ' (soddisfatto)',
    missing: ' (mancante)',
    notMet: 'La password non soddisfa tutti i requisiti.',
    notEqual: 'Le due password non sono uguali.',
  },
  pickers: {
    nothing: 'Nessun risultato',
    more: (count: number) =>
      count === 1
        ? '1 altro risultato; scrivi una parte più lunga del nome'
        : `Altri ${count.toLocaleString('it')} risultati; scrivi una parte più lunga del nome`,
    person: 'Persona',
    personHint: 'Nome, nome di accesso o e-mail',
    organization: 'Organizzazione',
    project: 'Progetto',
    roles: 'Ruoli',
    findRoles: 'Cerca i ruoli per chiave',
    noRoles: 'Questo progetto non ha ruoli.',
  },
  members: {
    title: 'Amministratori',
    empty: 'Nessun amministratore.',
    add: 'Aggiungi amministratore',
    edit: 'Modifica ruoli',
    removeTitle: 'Rimuovere questo amministratore?',
    removeText: (name: string) => `${name} perde qui tutti i ruoli.`,
    chooseRole: 'Scegli almeno un ruolo.',
  },
  policy: {
    sources: { own: 'Valori propri', inherited: 'Dall’istanza', default: 'Mai modificato' },
    reset: 'Usa i valori dell’istanza',
    resetTitle: 'Rimuovere i valori propri?',
    resetText: 'Da quel momento valgono i valori dell’istanza.',
    confirmTitle: 'Salvare queste impostazioni?',
    instanceHas: (value: string) => `Istanza: ${value}`,
    savedUnnoticed: 'Modifiche salvate. Nessuno perde nulla.',
    resetDone: 'Ora valgono i valori dell’istanza.',
    warnings: 'Prima di salvare',
    on: 'Sì',
    off: 'No',
    empty: 'vuoto',
  },
  apiCall: {
    show: 'Come chiamata API',
    note: 'Metti il tuo token in TOKEN e i segreti dove c’è “…”. Se le chiamate sono più di una, questa è la prima.',
    nothing: 'Per ora non verrebbe inviato nulla.',
  },
  when: { never: 'mai' },
}

export const effects: Translation['effects'] = {
  peopleLosingLastFactor: (count) =>
    count === 1 ? '1 persona perde l’ultimo fattore.' : `${count} persone perdono l’ultimo fattore.`,
  sessionsLowered: (count) =>
    count === 1
      ? '1 sessione avrà una prova più debole di prima.'
      : `${count} sessioni avranno una prova più debole di prima.`,
}

export const bulk: Translation['bulk'] = {
  progress: 'Avanzamento',
  running: (tried: number, total: number) =>
    `${tried.toLocaleString('it')} di ${total.toLocaleString('it')} …`,
  failed: 'Rifiutati',
  lasting: 'Non si può ripristinare',
  undo: 'Ripristina',
  undone: (done: number, total: number) =>
    `Riportati allo stato precedente: ${done.toLocaleString('it')} di ${total.toLocaleString('it')}.`,
}

export const metadata: Translation['metadata'] = {
  title: 'Metadati',
  intro: 'Valori a tua scelta. Le applicazioni possono leggerli nei token.',
  empty: 'Nessun metadato.',
  add: 'Aggiungi voce',
  edit: 'Modifica',
  key: 'Chiave',
  value: 'Valore',
  bytes: (count: number) => (count === 1 ? '1 byte che non è testo' : `${count} byte che non sono testo`),
  removeText: 'La voce viene eliminata.',
  changed: 'modifica:',
}

export const authorization: Translation['authorization'] = {
  hasOne: 'Questa persona ha già un’autorizzazione qui. Se salvi, ne cambi i ruoli.',
  giver: (organization: string) => `Concesso da ${organization}`,
}

export const roles: Translation['roles'] = {
  IAM_OWNER: 'Tutto, nell’intera istanza.',
  IAM_OWNER_VIEWER: 'Legge tutto, nell’intera istanza.',
  IAM_ORG_MANAGER: 'Gestisce le organizzazioni con tutto ciò che contengono.',
  IAM_USER_MANAGER: 'Gestisce le persone e le macchine di ogni organizzazione.',
  IAM_ADMIN_IMPERSONATOR: 'Agisce a nome di chiunque, anche degli amministratori.',
  IAM_END_USER_IMPERSONATOR: 'Agisce a nome di persone che non sono amministratori.',
  IAM_LOGIN_CLIENT: 'Per pagine di accesso proprie: sessioni e risposte alle richieste di accesso.',
  ORG_OWNER: 'Tutto, nell’organizzazione.',
  ORG_OWNER_VIEWER: 'Legge tutto, nell’organizzazione.',
  ORG_USER_MANAGER: 'Gestisce le persone e le macchine dell’organizzazione e ciò che possono usare.',
  ORG_USER_PERMISSION_EDITOR: 'Gestisce i progetti e i ruoli delle persone.',
  ORG_PROJECT_PERMISSION_EDITOR: 'Gestisce quali organizzazioni hanno un progetto.',
  ORG_PROJECT_CREATOR: 'Crea progetti e ne è proprietario.',
  ORG_SETTINGS_MANAGER: 'Gestisce le regole e le impostazioni dell’organizzazione.',
  ORG_ADMIN_IMPERSONATOR: 'Agisce a nome di chiunque nell’organizzazione, anche degli amministratori.',
  ORG_END_USER_IMPERSONATOR: 'Agisce a nome di persone dell’organizzazione che non sono amministratori.',
  ORG_USER_SELF_MANAGER: 'Gestisce solo il proprio account.',
  SELF_MANAGEMENT_GLOBAL: 'Gestisce solo il proprio account.',
  PROJECT_OWNER: 'Tutto, nel progetto.',
  PROJECT_OWNER_VIEWER: 'Legge tutto, nel progetto.',
  PROJECT_OWNER_GLOBAL: 'Tutto, nel progetto, anche dove è concesso.',
  PROJECT_OWNER_VIEWER_GLOBAL: 'Legge tutto, nel progetto, anche dove è concesso.',
  PROJECT_GRANT_OWNER: 'Tutto, nel progetto concesso.',
  PROJECT_GRANT_OWNER_VIEWER: 'Legge tutto, nel progetto concesso.',
}
