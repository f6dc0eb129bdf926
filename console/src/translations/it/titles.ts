import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Aspetto',
    intro:
      'Colori, logo, icona e carattere delle pagine di accesso, delle pagine dell’account e delle e-mail.',
  },
  messages: {
    title: 'Testi dei messaggi',
    intro: 'Il testo di e-mail e SMS, in ogni lingua.',
  },
  loginTexts: {
    title: 'Testi di accesso',
    intro: 'Il testo delle pagine di accesso, in ogni lingua.',
  },
  email: {
    title: 'Invio di e-mail',
    intro: 'Il server di posta o il servizio che invia codici, inviti e avvisi.',
  },
  sms: {
    title: 'Invio di SMS',
    intro: 'Il servizio che invia i codici ai telefoni.',
  },
  domains: {
    title: 'Domini dell’istanza',
    intro: 'Dove risponde l’istanza e di quali altri domini si fida.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Autorizzazioni',
  add: 'Aggiungi autorizzazione',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Progetti',
  add: 'Nuovo progetto',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Registro',
  command: 'Registro di modifiche e accessi',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Impostazioni',
  pages: {
    login: ['Accesso', 'Password, passkey, secondi fattori e per quanto tempo valgono.'],
    complexity: ['Regole per le password', 'Che cosa deve avere una nuova password e quando scade.'],
    lockout: ['Blocco', 'Dopo quanti tentativi falliti una persona viene bloccata e per quanto tempo.'],
    domain: [
      'Nomi di accesso e domini',
      'Se i nomi di accesso finiscono con un dominio e se i domini vanno verificati.',
    ],
    notification: ['Avvisi', 'E-mail sulle modifiche a un account.'],
    privacy: ['Link', 'Condizioni d’uso, privacy, aiuto e assistenza nelle pagine di accesso.'],
    security: ['Sicurezza', 'Frame, azioni a nome di altri e requisiti per cambiare le credenziali.'],
    oidc: ['Token', 'Quanto durano i token delle applicazioni.'],
    generators: ['Codici e segreti', 'Lunghezza, durata e caratteri dei codici generati.'],
    languages: ['Lingue', 'La lingua predefinita e quelle che si possono usare.'],
    restrictions: ['Registrazione', 'Se i visitatori possono registrare organizzazioni.'],
    features: ['Funzionalità', 'Pagine di accesso proprie e i flag del contratto.'],
    keys: ['Chiavi di firma', 'Le chiavi che firmano i token: in uso, prossime e precedenti.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Lavora come utente di sistema',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organizzazioni',
  add: 'Nuova organizzazione',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Persone',
  addTitles: { person: 'Nuova persona', machine: 'Nuova macchina' },
  lifecycles: {
    invited: 'Invito non ancora accettato',
    unverified: 'E-mail non confermata',
  },
  dormant: (days: number) =>
    days === 1 ? 'Nessuna sessione né token da 1 giorno' : `Nessuna sessione né token da ${days} giorni`,
  importTitle: 'Importa persone da CSV',
}

export const commands: Translation['commands'] = { add: 'Nuova applicazione' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Destinazioni del registro',
  intro: 'Altri sistemi che ricevono ogni evento del registro, per esempio un SIEM.',
}
