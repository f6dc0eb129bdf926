import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `“${title}” è un’impostazione dell’intera istanza; scegli “Intera istanza” in cima alla pagina`,
  notFound: 'questa pagina di impostazioni non esiste; apri l’elenco di tutte le impostazioni',
  policies: {
    login: { title: 'Regole', intro: 'Per chiunque acceda a questo livello.' },
    complexity: {
      title: 'Che cosa deve avere una nuova password',
      intro: 'Le password attuali restano come sono.',
    },
    age: { title: 'Quanto dura una password', intro: 'In giorni da quando è stata impostata.' },
    lockout: { title: 'Limiti', intro: 'Una persona bloccata non può accedere in nessun modo.' },
    domain: { title: 'Regole', intro: 'Le modifica solo chi amministra l’istanza.' },
    privacy: {
      title: 'Indirizzi',
      intro:
        'Le pagine di accesso e le e-mail mostrano quelli non vuoti. {{.Lang}} sta per la lingua della pagina.',
    },
    notification: { title: 'E-mail' },
    security: { title: 'Frame, azioni a nome di altri e credenziali' },
    oidc: {
      title: 'Durata dei token',
      intro: 'I token già emessi mantengono la loro.',
    },
    restrictions: { title: 'Registrazione di organizzazioni' },
    defaultLanguage: { title: 'Lingua predefinita' },
    allowedLanguages: { title: 'Lingue consentite' },
    loginFlag: {
      title: 'Pagine di accesso proprie',
      intro: 'Invia le persone di tutte le applicazioni a pagine di accesso che gestisci tu.',
    },
    flags: {
      title: 'Altri flag del contratto',
      intro:
        'Vengono salvati per i client che li impostano. Questo server non ha un secondo comportamento da attivare.',
    },
  },
  parts: {
    ways: 'Modi per accedere',
    factors: 'Secondi fattori',
    names: 'Nomi di accesso',
    pages: 'Pagine',
    lifetimes: 'Quanto vale una conferma',
  },
  factors: {
    title: 'Fattori consentiti',
    intro: 'Una modifica viene salvata subito, dopo che hai visto chi coinvolge.',
    second: 'Secondi fattori, dopo la password',
    multi: 'Più fattori insieme',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['App di autenticazione', 'Codici di un’app sul telefono.'],
      SECOND_FACTOR_TYPE_U2F: ['Chiave di sicurezza', 'Una chiave o un dispositivo resistente al phishing.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Codice via e-mail', 'Sicuro quanto la casella di posta.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Codici di recupero',
        'Sostituiscono un fattore perso. Sono consentiti, se le regole non dicono altro.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Codice via SMS', 'Qualcuno può impossessarsi del numero.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: ['Passkey con PIN o impronta', 'Non serve una password.'],
    },
    named: 'Consentito per nome',
    allowNow: 'Consenti',
    forbidNow: 'Vieta',
    allow: (name: string) => `Consenti: ${name}`,
    forbid: (name: string) => `Non consentire più: ${name}`,
    save: 'Salva',
    allowed: (name: string) => `Ora consentito: ${name}.`,
    forbidden: (name: string) => `Non più consentito: ${name}.`,
  },
  warnings: {
    noWayIn: 'Non sarebbero consentite né password né passkey: nessuno potrebbe accedere, nemmeno tu.',
    noFactor:
      'È richiesto un secondo fattore, ma non ne è consentito nessuno: le persone non possono configurare ciò che serve.',
    shortPasswords: 'Le password con meno di 8 caratteri si indovinano in fretta.',
    noLock: 'Senza un limite si può tentare all’infinito di indovinare password o codici.',
    lockForEver:
      'Solo un amministratore potrebbe sbloccare: chi conosce un nome di accesso può escluderne il proprietario con password errate.',
    namesWithDomain:
      'Tutti i nomi di accesso finiranno con un dominio dell’organizzazione. Comunica prima alle persone i loro nuovi nomi.',
    namesWithoutDomain:
      'Tutti i nomi di accesso perdono il dominio. Se due persone hanno lo stesso nome utente, non possono mantenerlo entrambe e la modifica viene rifiutata.',
    noOrigins: 'I frame sono consentiti, ma non è indicata nessuna pagina autorizzata.',
    impersonation: 'Chi ha il ruolo necessario può agire come un’altra persona.',
    anyCredentials:
      'Gli amministratori possono allora impostare le credenziali di persone con più diritti di loro e ottenere così questi diritti.',
    noFreshProof: 'Chi trova un browser aperto può allora cambiare la password e i fattori del proprietario.',
    longTokens: 'Un token di accesso rubato vale di più se dura oltre un giorno.',
    guessable: 'Questi codici sono così pochi che si possono indovinare.',
    ownLogin:
      'Nessuno può accedere, nemmeno qui, se le pagine di accesso a questo indirizzo non funzionano. Aprile prima.',
  },
  clash: (labels: string) =>
    `nel frattempo qualcun altro ha modificato: ${labels}; salva ancora una volta per scegliere tra i due`,
  ownBeside:
    'Questi sono valori propri dell’organizzazione. Dove l’istanza ha un altro valore, è indicato accanto.',
  saveTogether:
    'Se salvi, questa organizzazione riceve valori propri, tutti: le modifiche successive dell’istanza non la raggiungono più.',
  readOnly: (right: string) => `Per modificare serve il diritto ${right}.`,
  credentialRights: [
    { value: 'held', label: 'Di chi non ha più diritti di loro' },
    { value: 'contract', label: 'Di tutti quelli che possono modificare' },
  ],
  reasonDemand: [
    { value: 'none', label: 'A nessuno' },
    { value: 'people', label: 'Alle persone; le macchine lo indicano solo se agiscono per altri' },
  ],
  generators: [
    ['INIT_CODE', 'Primo codice di una persona', 'Imposta la prima password.'],
    ['VERIFY_EMAIL_CODE', 'Codice per un indirizzo e-mail', 'Conferma un indirizzo.'],
    ['VERIFY_PHONE_CODE', 'Codice per un numero di telefono', 'Conferma un numero.'],
    ['PASSWORD_RESET_CODE', 'Codice per una nuova password', 'Inviato a chi ha dimenticato la password.'],
    ['PASSWORDLESS_INIT_CODE', 'Codice per una passkey', 'Parte di un link di registrazione.'],
    ['APP_SECRET', 'Segreti di applicazioni e macchine', 'Non scadono.'],
    ['OTP_SMS', 'Secondo fattore via SMS', 'Da inserire durante l’accesso.'],
    ['OTP_EMAIL', 'Secondo fattore via e-mail', 'Da inserire durante l’accesso.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'senza scadenza'
        : seconds % 3600 === 0
          ? `validità ${(seconds / 3600).toLocaleString('it')} h`
          : `validità ${(Math.round((seconds / 60) * 100) / 100).toLocaleString('it')} min`
    return `${length} ${length === 1 ? 'carattere' : 'caratteri'}, ${time}`
  },
  flags: {
    instance: 'Impostato in questa istanza',
    system: 'Dal sistema',
    unset: 'Non impostato',
    reset: 'Azzera tutto',
    resetTitle: 'Azzerare tutti i flag?',
    resetText:
      'Tutti i flag di questa istanza, anche le pagine di accesso proprie, avranno i valori del sistema.',
    resetDone: 'I flag sono stati azzerati.',
  },
  keys: {
    title: 'Chiavi',
    intro:
      'Firma una sola chiave. I client conservano per alcuni minuti le chiavi pubblicate: crea quindi la prossima un po’ prima di attivarla ed elimina una precedente solo quando nessun token firmato con essa è ancora valido.',
    id: 'ID',
    kind: 'Tipo',
    state: 'Stato',
    created: 'Creazione:',
    changed: 'Modifica:',
    states: {
      STATE_INITIAL: ['Prossima', 'quiet'],
      STATE_ACTIVE: ['In uso', 'good'],
      STATE_INACTIVE: ['Precedente', 'warn'],
      STATE_REMOVED: ['Rimossa', 'warn'],
    },
    add: 'Nuova chiave',
    addText: 'Viene pubblicata subito e non firma nulla finché non la attivi.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): ogni client lo conosce' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Curva ellittica P-256 (ES256): piccola e veloce' },
      { value: 'ecdsa-P384', label: 'Curva ellittica P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Curva ellittica P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'La chiave è stata creata.',
    activate: 'Attiva',
    activateTitle: 'Firmare d’ora in poi con questa chiave?',
    activateText:
      'I client che non hanno ancora scaricato questa chiave rifiutano i nuovi token finché non lo fanno. La chiave di prima resta pubblicata, quindi i suoi token restano validi.',
    activated: 'La chiave è in uso.',
    remove: 'Elimina',
    removeTitle: 'Eliminare questa chiave?',
    removeText: 'Da quel momento i token firmati con essa vengono rifiutati, anche quelli ancora validi.',
    removed: 'La chiave è stata eliminata.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `Il server ha richiesto la pagina di accesso a questo indirizzo e ha ricevuto HTTP ${status}.`,
  name_unknown: 'Il server non raggiunge questo indirizzo: il suo nome è sconosciuto.',
  connection_refused: 'Il server non raggiunge questo indirizzo: lì nulla accetta connessioni.',
  timeout: 'Il server non raggiunge questo indirizzo: nessuna risposta entro 5 secondi.',
  certificate: 'Il server non raggiunge questo indirizzo in modo sicuro: non si fida del suo certificato.',
  failed: 'Il server non raggiunge questo indirizzo: la connessione non è riuscita.',
  not_allowed:
    'Non è stato possibile verificare l’indirizzo: il server non può interrogare indirizzi di reti private.',
  not_public:
    'Non è stato possibile verificare l’indirizzo: il suo nome è sconosciuto o appartiene a una rete privata. Controlla come è scritto.',
  not_asked: 'Non è stato possibile verificare l’indirizzo.',
}
