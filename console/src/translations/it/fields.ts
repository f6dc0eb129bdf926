import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['Accesso con password', 'No: restano solo le passkey.'],
    passwordlessType: [
      'Accesso con passkey',
      'Una passkey sostituisce la password ed è anche un secondo fattore.',
    ],
    allowRegister: ['Le persone possono registrarsi', 'Nell’organizzazione indicata dall’applicazione.'],
    allowExternalIdp: [
      'Accesso con altri provider',
      'Ha effetto quando è configurato un provider di identità.',
    ],
    defaultRedirectUri: [
      'Dove va chi non arriva da un’applicazione',
      'Un indirizzo che inizia con https o quello di un’app. Vuoto: la pagina dell’account.',
    ],
    forceMfa: ['Tutti devono avere un secondo fattore'],
    forceMfaLocalOnly: [
      'Chi accede con questo server deve avere un secondo fattore',
      'Chi accede con un altro provider no.',
    ],
    mfaInitSkipLifetime: ['Riproponi la configurazione di un fattore dopo', '0: non proporla.'],
    ignoreUnknownUsernames: [
      'Nascondi se un nome di accesso esiste',
      'Anche ai nomi sconosciuti viene chiesta una password, così nessuno può scoprire chi ha un account.',
    ],
    allowDomainDiscovery: [
      'Trova l’organizzazione dal dominio del nome di accesso',
      'I nomi sconosciuti di un dominio verificato appartengono alla sua organizzazione.',
    ],
    disableLoginWithEmail: ['Non accettare un indirizzo e-mail come nome di accesso'],
    disableLoginWithPhone: ['Non accettare un numero di telefono come nome di accesso'],
    hidePasswordReset: ['Nascondi “Password dimenticata?”'],
    passwordCheckLifetime: ['Password'],
    secondFactorCheckLifetime: ['Secondo fattore'],
    multiFactorCheckLifetime: ['Passkey'],
    externalLoginCheckLifetime: ['Altro provider'],
  },
  complexity: {
    minLength: ['Numero minimo di caratteri', 'Da 1 a 72.'],
    hasUppercase: ['Una lettera maiuscola (A–Z)'],
    hasLowercase: ['Una lettera minuscola (a–z)'],
    hasNumber: ['Una cifra (0–9)'],
    hasSymbol: ['Un segno di punteggiatura o un simbolo'],
  },
  age: {
    maxAgeDays: ['Le password scadono dopo', '0: mai. Poi al prossimo accesso ne viene richiesta una nuova.'],
    expireWarnDays: ['Avvisa prima della scadenza', '0: nessun avviso.'],
  },
  lockout: {
    maxPasswordAttempts: ['Password errate prima del blocco', '0: mai.'],
    maxOtpAttempts: ['Codici errati prima del blocco', '0: mai.'],
    releaseAfter: ['Il blocco finisce da solo dopo', '0: sblocca solo un amministratore.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'I nomi di accesso finiscono con un dominio dell’organizzazione',
      'Due organizzazioni possono così avere lo stesso nome utente. Una modifica cambia tutti i nomi di accesso.',
    ],
    validateOrgDomains: [
      'I domini delle organizzazioni vanno verificati',
      'No: un dominio vale appena viene aggiunto.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['Il mittente delle e-mail ha un dominio dell’istanza'],
  },
  notification: {
    passwordChange: ['Avvisa via e-mail le persone la cui password è cambiata'],
  },
  privacy: {
    tosLink: ['Condizioni d’uso'],
    privacyLink: ['Informativa sulla privacy'],
    helpLink: ['Aiuto'],
    supportEmail: ['Indirizzo e-mail dell’assistenza'],
    docsLink: ['Documentazione'],
    customLink: ['Un link a tua scelta'],
    customLinkText: ['Il suo testo'],
  },
  security: {
    enableIframeEmbedding: [
      'Altre pagine possono mostrare l’accesso in un frame',
      'Con i frame è più facile ingannare le persone e farle cliccare; indica le pagine autorizzate.',
    ],
    allowedOrigins: ['Pagine autorizzate', 'Per esempio https://app.example.com. Premi Invio dopo ognuna.'],
    enableImpersonation: [
      'Gli utenti possono agire a nome di altri',
      'Con lo scambio di token; ciascuno deve anche avere un ruolo per farlo.',
    ],
    credentialRights: [
      'Di chi un amministratore può impostare le credenziali',
      'Chi imposta una password o una passkey di una persona può agire come quella persona.',
    ],
    freshProof: [
      'Le persone confermano di nuovo la loro identità prima di cambiare le credenziali',
      'Anche prima di eliminare organizzazioni, assegnare ruoli sull’istanza, cambiare le chiavi di firma o le destinazioni del registro o agire a nome di altri. Se non l’hanno già fatto entro questo numero di minuti. 0: non serve. Al massimo 1.440.',
    ],
    reasonDemand: [
      'Le azioni delicate richiedono un motivo, che resta nel registro',
      'Eliminazioni, amministratori, chiavi di firma, segreti delle applicazioni, destinazioni del registro, e password, fattori e indirizzi di altri.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Token di accesso', 'Opachi e JWT.'],
    idTokenLifetime: ['Token ID'],
    refreshTokenIdleExpiration: ['Token di aggiornamento non usati'],
    refreshTokenExpiration: ['Token di aggiornamento, al massimo'],
  },
  generator: {
    length: ['Lunghezza', 'Da 1 a 255 caratteri.'],
    expiry: ['Validità', '0: senza scadenza.'],
    includeLowerLetters: ['Lettere minuscole'],
    includeUpperLetters: ['Lettere maiuscole'],
    includeDigits: ['Cifre'],
    includeSymbols: ['Simboli'],
  },
  defaultLanguage: { language: ['Lingua di chi non ne ha scelta una'] },
  allowedLanguages: {
    allowedLanguages: [
      'Lingue delle pagine e delle e-mail',
      'Vuoto: tutte. Deve esserci la lingua predefinita.',
    ],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'I visitatori non possono registrare organizzazioni',
      'Sì: la pagina per farlo non si trova più.',
    ],
  },
  loginFlag: {
    required: ['Ogni applicazione usa le pagine di accesso all’indirizzo qui sotto'],
    baseUri: [
      'Indirizzo delle tue pagine di accesso',
      'https, senza query. Vuoto: le pagine di questo server.',
    ],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Un accesso che non indica un’organizzazione segue comunque l’istanza.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Sempre attivo, per i client configurati per usarlo.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Sempre attivo, per le applicazioni che hanno un indirizzo per questo.',
    ],
    permissionCheckV2: [
      'permissionCheckV2',
      'Gli elenchi omettono in ogni caso ciò che il chiamante non può leggere.',
    ],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Una disconnessione termina sempre una sola sessione.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Gli errori indicano sempre la causa e il rimedio.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'I token non sono mai eventi delle persone.'],
    userSchema: ['userSchema', 'I suoi servizi non esistono più.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Per un’altra console.'],
  },
}
