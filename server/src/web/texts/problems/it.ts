import type { ProblemTexts } from '../texts.ts'

/** Italian texts; see `en.ts`. */
export const problemsIt: ProblemTexts = {
  'problem.title': 'Non ha funzionato',
  'problem.general':
    'Qualcosa è andato storto. Riprova. Se succede ancora, comunica a chi amministra il servizio il riferimento {reference}.',
  'problem.not_found_title': 'Pagina non trovata',
  'problem.not_found': 'A questo indirizzo non c’è nessuna pagina. Controlla l’indirizzo o ricomincia.',
  'problem.unavailable': 'Al momento il servizio è occupato. Riprova tra un minuto.',
  'problem.field_empty': 'Compila questo campo.',
  'problem.entry_too_long': 'È troppo lungo. Usa al massimo 200 caratteri.',
  'problem.entry_unusable':
    'Il testo inserito è troppo lungo o ha un carattere che non si può usare. Controllalo e riprova.',
  'problem.passwords_differ': 'Le due password non sono uguali. Inserisci due volte la stessa password.',
  'problem.terms_missing': 'Accetta le condizioni per continuare.',
  'problem.choice_missing': 'Scegli una delle opzioni.',
  'problem.denied': 'Non hai il permesso di farlo. Chiedi aiuto a chi amministra il servizio.',
  'problem.too_many_requests': 'Ci sono stati troppi tentativi. Riprova {time}.',
  'problem.captcha_failed': 'Non siamo riusciti a confermare che sei una persona. Ripeti la verifica.',

  'problem.wrong_login': 'Il nome o la password non sono corretti. Controllali e riprova.',
  'problem.user_not_found': 'Non conosciamo questo nome. Controllalo e riprova.',
  'problem.several_users': 'Più account hanno questo nome. Inserisci il nome di accesso completo.',
  'problem.name_empty': 'Inserisci il nome del tuo account.',

  'problem.password_wrong': 'La password non è corretta. Controllala e riprova.',
  'problem.password_wrong_attempts': {
    one: 'La password non è corretta. Resta {count} tentativo prima che l’account venga bloccato.',
    other: 'La password non è corretta. Restano {count} tentativi prima che l’account venga bloccato.',
  },
  'problem.password_missing': 'Inserisci una password.',
  'problem.password_not_set': 'Questo account non ha una password. Scegli un altro modo per accedere.',
  'problem.password_unchanged': 'La nuova password è uguale a quella vecchia. Scegline un’altra.',
  'problem.password_too_short': 'La password è troppo corta. Scegline una più lunga.',
  'problem.password_too_long': 'La password è troppo lunga. Usa al massimo 72 caratteri.',
  'problem.password_control_character':
    'La password contiene una tabulazione, un’interruzione di riga o un altro carattere invisibile. Rimuovilo.',
  'problem.password_no_lowercase': 'La password deve avere una lettera minuscola (a–z).',
  'problem.password_no_uppercase': 'La password deve avere una lettera maiuscola (A–Z).',
  'problem.password_no_number': 'La password deve avere una cifra (0–9).',
  'problem.password_no_symbol': 'La password deve avere un segno di punteggiatura o un simbolo.',
  'problem.password_check_abandoned': 'La verifica ha richiesto troppo tempo. Riprova.',

  'problem.locked': 'Questo account è bloccato. Chiedi a chi amministra il servizio di sbloccarlo.',
  'problem.locked_until': 'Questo account è bloccato dopo troppi tentativi falliti. Riprova {time}.',
  'problem.user_inactive':
    'Al momento questo account non può essere usato. Chiedi aiuto a chi amministra il servizio.',
  'problem.organization_inactive':
    'L’organizzazione di questo account è disattivata. Chiedi aiuto a chi amministra il servizio.',

  'problem.code_empty': 'Inserisci il codice.',
  'problem.code_wrong': 'Il codice è errato o è scaduto. Controllalo o usane uno più recente.',
  'problem.code_kept':
    'Il codice è corretto e resta valido. Inseriscilo di nuovo quando l’account si potrà usare.',
  'problem.code_expired': 'Il codice è scaduto. Chiedine uno nuovo.',
  'problem.code_used': 'Questo codice è già stato usato. Aspetta il prossimo.',
  'problem.code_malformed': 'Un codice dell’app ha sei cifre. Controllalo e riprova.',
  'problem.totp_key_replaced':
    'Un’altra finestra ha sostituito la chiave mostrata da questa pagina. Aggiungi la nuova chiave alla tua app.',
  'problem.code_not_sent': 'Non è stato ancora inviato nessun codice. Chiedine uno.',
  'problem.codes_exhausted':
    'Sono stati inseriti troppi codici errati. Chiedi aiuto a chi amministra il servizio.',
  'problem.recovery_code_wrong': 'Il codice di recupero è errato o è già stato usato. Provane un altro.',
  'problem.recovery_code_malformed': 'Un codice di recupero ha 15 lettere e cifre. Controllalo e riprova.',
  'problem.recovery_code_used': 'Questo codice di recupero è già stato usato. Provane un altro.',
  'problem.recovery_codes_used_up':
    'Tutti i tuoi codici di recupero sono stati usati. Scegli un altro modo o chiedi aiuto a chi amministra il servizio.',
  'problem.recovery_codes_changed':
    'I codici di recupero sono stati cambiati in un’altra finestra. Non è stato sostituito nulla.',
  'problem.recovery_codes_without_factor':
    'I codici di recupero sostituiscono un secondo fattore. Configurane prima uno.',
  'problem.link_invalid': 'Questo link è errato, è già stato usato o è scaduto. Chiedine uno nuovo.',
  'problem.address_verified': 'Questo indirizzo è già confermato. Non c’è nulla da fare.',
  'problem.address_unverified': 'Questo indirizzo non è ancora confermato. Confermalo prima.',

  'problem.passkey_failed': 'La passkey non è stata accettata. Riprova o scegli un altro modo.',
  'problem.passkey_none': 'Questo account non ha una passkey per questo sito. Scegli un altro modo.',
  'problem.passkey_unknown': 'Questa passkey non appartiene a nessun account qui. Scegli un altro modo.',
  'problem.passkey_expired': 'La richiesta è scaduta. Ricomincia.',
  'problem.passkey_taken': 'Questa passkey o chiave di sicurezza è già registrata. Usane un’altra.',
  'problem.passkey_user_not_verified':
    'Il tuo dispositivo non ha verificato la tua identità. Configura un PIN, un’impronta o il volto e riprova.',
  'problem.passkey_too_many':
    'Questo account ha il numero massimo di chiavi. Rimuovine una prima di aggiungerne un’altra.',
  'problem.passkey_suspicious':
    'Questa chiave sembra la copia di un’altra, quindi non è stata accettata. Rimuovila e registrala di nuovo.',

  'problem.factor_exists': 'È già configurato. Non c’è nulla da fare.',
  'problem.factor_missing': 'Questo secondo fattore non è configurato. Scegline un altro.',
  'problem.factor_not_allowed':
    'La tua organizzazione non consente questo secondo fattore. Scegline un altro.',
  'problem.factor_required': 'Questo account ha bisogno di un secondo fattore. Conferma prima con quello.',
  'problem.factor_forced': 'La tua organizzazione richiede un secondo fattore. Configurane prima uno.',
  'problem.fresh_proof':
    'Questa modifica richiede un accesso recente. Conferma la tua identità, poi riprova.',

  'problem.session_ended': 'Sei stato disconnesso o il tuo accesso è scaduto. Accedi di nuovo.',
  'problem.session_other_user':
    'Questo accesso appartiene a un altro account. Ricomincia con l’account che vuoi usare.',

  'problem.request_unknown':
    'Questa richiesta di accesso è sconosciuta o è scaduta. Torna all’applicazione e accedi da lì.',
  'problem.request_unfinished': 'L’accesso non è ancora completo. Continua con il passaggio successivo.',
  'problem.request_answered': 'Questo accesso è già concluso. Torna all’applicazione.',
  'problem.request_other_organization':
    'L’applicazione accetta solo account di un’altra organizzazione. Scegli un altro account.',
  'problem.request_other_user': 'L’applicazione ha richiesto un altro account. Accedi con quello.',
  'problem.request_acr_unmet':
    'L’applicazione richiede una prova più forte di quella che questo account può dare. Configura un modo più forte per accedere o scegli un altro account.',
  'problem.request_too_old': 'L’applicazione vuole un accesso più recente. Accedi di nuovo.',
  'problem.request_prompt_none':
    'L’applicazione ha chiesto un accesso senza domande, ma prima devi accedere.',
  'problem.other_browser':
    'Questo accesso è iniziato in un altro browser. Continua lì o accedi di nuovo qui.',
  'problem.cross_site':
    'Per la tua sicurezza, questo modulo non è stato accettato perché proviene da un altro sito. Riapri la pagina e ripeti il passaggio.',
  'problem.insecure':
    'Questa pagina funziona solo con una connessione sicura. Apri il suo indirizzo con https.',
  'problem.form_outdated': 'Questa pagina non era aggiornata. Controlla i dati e inviali di nuovo.',
  'problem.project_access_required':
    'La tua organizzazione non ha accesso a questa applicazione. Chiedi a chi amministra il servizio o scegli un altro account.',
  'problem.authorization_required':
    'Questo account non ha nessun ruolo in questa applicazione. Chiedi a chi amministra il servizio o scegli un altro account.',
  'problem.project_unusable':
    'Al momento questa applicazione è disattivata. Chiedi aiuto a chi amministra il servizio.',

  'problem.no_way':
    'Questo account non ha nessun modo consentito per accedere. Chiedi aiuto a chi amministra il servizio o scegli un altro account.',
  'problem.no_second_factor':
    'È richiesto un secondo fattore, ma questo account non può configurarne nessuno tra quelli consentiti. Chiedi aiuto a chi amministra il servizio.',

  'problem.device_unknown':
    'Nessun dispositivo è in attesa con questo codice. Controlla il codice sul dispositivo o fanne mostrare uno nuovo.',
  'problem.device_answered':
    'La richiesta di questo dispositivo ha già ricevuto risposta o il suo codice è scaduto. Fanne mostrare uno nuovo.',
  'problem.device_guessed': 'Sono stati inseriti troppi codici errati. Aspetta un minuto, poi riprova.',

  'problem.registration_not_allowed':
    'Qui non si possono creare account. Chiedi un account a chi amministra il servizio.',
  'problem.registration_org_not_allowed':
    'Qui non si possono creare organizzazioni. Chiedi al gestore di questo sito.',
  'problem.registration_org_unknown':
    'Questa organizzazione non esiste o è disattivata. Controlla il link che ti ha portato qui.',
  'problem.registration_useless':
    'Un nuovo account non si può usare per questo accesso. Accedi con un account che hai già o chiedi a chi amministra il servizio.',
  'problem.username_taken': 'Questo nome utente è già in uso. Scegline un altro o accedi.',
  'problem.username_character':
    'Il nome utente contiene un carattere non consentito. Usa lettere, cifre e segni semplici.',
  'problem.username_direction':
    'Il nome utente mescola direzioni di scrittura in un modo non consentito. Scegline un altro.',
  'problem.foreign_domain':
    'Questo nome utente appartiene al dominio di un’altra organizzazione. Scegline un altro.',
  'problem.name_part_empty': 'Inserisci nome e cognome.',
  'problem.email_invalid': 'Questo non è un indirizzo e-mail. Usa la forma nome@example.com.',
  'problem.phone_invalid':
    'Questo non è un numero di telefono. Inizia con il prefisso del paese, per esempio +41 44 668 18 00.',
  'problem.phone_missing': 'Questo account non ha un numero di telefono. Aggiungine prima uno.',
  'problem.language_invalid': 'Questa lingua non è conosciuta. Scegline una dall’elenco.',
  'problem.already_set_up': 'Questo account è già configurato. Usalo per accedere.',
  'problem.not_set_up': 'Questo account non è ancora configurato. Usa prima il codice del nostro messaggio.',
  'problem.organization_name_taken': 'Esiste già un’organizzazione con questo nome. Scegli un altro nome.',
  'problem.organization_name_unusable':
    'Questo nome non può essere usato. Deve avere almeno una lettera o una cifra.',
  'problem.organization_domain_taken':
    'Un’altra organizzazione usa il dominio di questo nome. Scegli un altro nome.',
  'problem.picture_invalid': 'Questo file non è un’immagine utilizzabile. Scegli un file PNG, JPEG o WebP.',
  'problem.picture_missing': 'Scegli prima una foto.',
  'problem.file_too_large': 'Il file è troppo grande. Scegline uno più piccolo.',
  'problem.gone': 'Questo elemento non esiste più. Ricarica la pagina.',
  'problem.unchanged': 'Non è stato modificato nulla.',

  'blocked.title': 'Non puoi accedere adesso',
  'blocked.locked': 'L’account {name} è bloccato. Chiedi a chi amministra il servizio di sbloccarlo.',
  'blocked.locked_until': 'L’account {name} è bloccato dopo troppi tentativi falliti. Si sbloccherà {time}.',
  'blocked.inactive': 'L’account {name} è disattivato. Chiedi aiuto a chi amministra il servizio.',
  'blocked.organization_inactive':
    'L’organizzazione di {name} è disattivata. Chiedi aiuto a chi amministra il servizio.',
  'blocked.machine': 'L’account {name} è destinato alle macchine e non può accedere qui.',
  'refused.title': 'Questo account non può essere usato qui',
}
