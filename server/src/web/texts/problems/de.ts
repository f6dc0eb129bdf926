import type { ProblemTexts } from '../texts.ts'

/** German texts; see `en.ts`. */
export const problemsDe: ProblemTexts = {
  'problem.title': 'Das hat nicht funktioniert',
  'problem.general':
    'Etwas ist schiefgegangen. Versuchen Sie es noch einmal. Wenn es wieder geschieht, nennen Sie Ihrer Administration die Referenz {reference}.',
  'problem.not_found_title': 'Seite nicht gefunden',
  'problem.not_found':
    'Unter dieser Adresse gibt es keine Seite. Prüfen Sie die Adresse, oder beginnen Sie von vorn.',
  'problem.unavailable': 'Der Dienst ist gerade ausgelastet. Versuchen Sie es in einer Minute noch einmal.',
  'problem.field_empty': 'Füllen Sie dieses Feld aus.',
  'problem.entry_too_long': 'Das ist zu lang. Verwenden Sie höchstens 200 Zeichen.',
  'problem.entry_unusable':
    'Die Eingabe ist zu lang oder hat ein Zeichen, das nicht verwendet werden kann. Prüfen Sie sie und versuchen Sie es noch einmal.',
  'problem.passwords_differ':
    'Die beiden Passwörter sind nicht gleich. Geben Sie zweimal dasselbe Passwort ein.',
  'problem.terms_missing': 'Akzeptieren Sie die Bedingungen, um fortzufahren.',
  'problem.choice_missing': 'Wählen Sie eine der Möglichkeiten.',
  'problem.denied': 'Das dürfen Sie nicht. Bitten Sie Ihre Administration um Hilfe.',
  'problem.too_many_requests': 'Es gab zu viele Versuche. Versuchen Sie es {time} noch einmal.',
  'problem.captcha_failed':
    'Wir konnten nicht bestätigen, dass Sie ein Mensch sind. Wiederholen Sie die Prüfung.',

  'problem.wrong_login':
    'Der Name oder das Passwort ist falsch. Prüfen Sie beides und versuchen Sie es noch einmal.',
  'problem.user_not_found': 'Wir kennen diesen Namen nicht. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  'problem.several_users': 'Mehrere Konten haben diesen Namen. Geben Sie den vollständigen Anmeldenamen ein.',
  'problem.name_empty': 'Geben Sie den Namen Ihres Kontos ein.',

  'problem.password_wrong': 'Das Passwort ist falsch. Prüfen Sie es und versuchen Sie es noch einmal.',
  'problem.password_wrong_attempts': {
    one: 'Das Passwort ist falsch. Noch {count} Versuch, dann wird das Konto gesperrt.',
    other: 'Das Passwort ist falsch. Noch {count} Versuche, dann wird das Konto gesperrt.',
  },
  'problem.password_missing': 'Geben Sie ein Passwort ein.',
  'problem.password_not_set': 'Dieses Konto hat kein Passwort. Wählen Sie einen anderen Weg zur Anmeldung.',
  'problem.password_unchanged': 'Das neue Passwort ist dasselbe wie das alte. Wählen Sie ein anderes.',
  'problem.password_too_short': 'Das Passwort ist zu kurz. Wählen Sie ein längeres.',
  'problem.password_too_long': 'Das Passwort ist zu lang. Verwenden Sie höchstens 72 Zeichen.',
  'problem.password_control_character':
    'Das Passwort enthält einen Tabulator, einen Zeilenumbruch oder ein anderes unsichtbares Zeichen. Entfernen Sie es.',
  'problem.password_no_lowercase': 'Das Passwort braucht einen Kleinbuchstaben (a–z).',
  'problem.password_no_uppercase': 'Das Passwort braucht einen Großbuchstaben (A–Z).',
  'problem.password_no_number': 'Das Passwort braucht eine Ziffer (0–9).',
  'problem.password_no_symbol': 'Das Passwort braucht ein Satzzeichen oder Symbol.',
  'problem.password_check_abandoned': 'Die Prüfung hat zu lange gedauert. Versuchen Sie es noch einmal.',

  'problem.locked': 'Dieses Konto ist gesperrt. Bitten Sie Ihre Administration, es zu entsperren.',
  'problem.locked_until':
    'Dieses Konto ist nach zu vielen Fehlversuchen gesperrt. Versuchen Sie es {time} noch einmal.',
  'problem.user_inactive':
    'Dieses Konto kann zurzeit nicht verwendet werden. Bitten Sie Ihre Administration um Hilfe.',
  'problem.organization_inactive':
    'Die Organisation dieses Kontos ist deaktiviert. Bitten Sie Ihre Administration um Hilfe.',

  'problem.code_empty': 'Geben Sie den Code ein.',
  'problem.code_wrong':
    'Der Code ist falsch oder abgelaufen. Prüfen Sie ihn, oder verwenden Sie einen neueren.',
  'problem.code_kept':
    'Der Code stimmt und bleibt gültig. Geben Sie ihn noch einmal ein, sobald das Konto verwendet werden kann.',
  'problem.code_expired': 'Der Code ist abgelaufen. Fordern Sie einen neuen an.',
  'problem.code_used': 'Dieser Code wurde schon verwendet. Warten Sie auf den nächsten.',
  'problem.code_malformed':
    'Ein Code der App hat sechs Ziffern. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  'problem.totp_key_replaced':
    'Ein anderes Fenster hat den Schlüssel ersetzt, den diese Seite gezeigt hat. Fügen Sie Ihrer App den neuen Schlüssel hinzu.',
  'problem.code_not_sent': 'Es wurde noch kein Code gesendet. Fordern Sie einen an.',
  'problem.codes_exhausted':
    'Es wurden zu viele falsche Codes eingegeben. Bitten Sie Ihre Administration um Hilfe.',
  'problem.recovery_code_wrong':
    'Der Wiederherstellungscode ist falsch oder wurde schon verwendet. Versuchen Sie einen anderen.',
  'problem.recovery_code_malformed':
    'Ein Wiederherstellungscode hat 15 Buchstaben und Ziffern. Prüfen Sie ihn und versuchen Sie es noch einmal.',
  'problem.recovery_code_used':
    'Dieser Wiederherstellungscode wurde schon verwendet. Versuchen Sie einen anderen.',
  'problem.recovery_codes_used_up':
    'Alle Ihre Wiederherstellungscodes sind verbraucht. Wählen Sie einen anderen Weg, oder bitten Sie Ihre Administration um Hilfe.',
  'problem.recovery_codes_changed':
    'Die Wiederherstellungscodes wurden in einem anderen Fenster geändert. Es wurde nichts ersetzt.',
  'problem.recovery_codes_without_factor':
    'Wiederherstellungscodes ersetzen einen zweiten Faktor. Richten Sie zuerst einen ein.',
  'problem.link_invalid':
    'Dieser Link ist falsch, wurde schon verwendet oder ist abgelaufen. Fordern Sie einen neuen an.',
  'problem.address_verified': 'Diese Adresse ist bereits bestätigt. Es ist nichts zu tun.',
  'problem.address_unverified': 'Diese Adresse ist noch nicht bestätigt. Bestätigen Sie sie zuerst.',

  'problem.passkey_failed':
    'Der Passkey wurde nicht angenommen. Versuchen Sie es noch einmal, oder wählen Sie einen anderen Weg.',
  'problem.passkey_none': 'Dieses Konto hat keinen Passkey für diese Seite. Wählen Sie einen anderen Weg.',
  'problem.passkey_unknown': 'Dieser Passkey gehört zu keinem Konto hier. Wählen Sie einen anderen Weg.',
  'problem.passkey_expired': 'Die Anfrage ist abgelaufen. Beginnen Sie von vorn.',
  'problem.passkey_taken':
    'Dieser Passkey oder Sicherheitsschlüssel ist schon registriert. Verwenden Sie einen anderen.',
  'problem.passkey_user_not_verified':
    'Ihr Gerät hat nicht geprüft, dass Sie es sind. Richten Sie dort PIN, Fingerabdruck oder Gesicht ein und versuchen Sie es noch einmal.',
  'problem.passkey_too_many':
    'Dieses Konto hat die Höchstzahl an Schlüsseln. Entfernen Sie einen, bevor Sie einen weiteren hinzufügen.',
  'problem.passkey_suspicious':
    'Dieser Schlüssel sieht wie die Kopie eines anderen aus und wurde deshalb nicht angenommen. Entfernen Sie ihn und registrieren Sie ihn neu.',

  'problem.factor_exists': 'Das ist schon eingerichtet. Es ist nichts zu tun.',
  'problem.factor_missing': 'Dieser zweite Faktor ist nicht eingerichtet. Wählen Sie einen anderen.',
  'problem.factor_not_allowed':
    'Ihre Organisation erlaubt diesen zweiten Faktor nicht. Wählen Sie einen anderen.',
  'problem.factor_required': 'Dieses Konto braucht einen zweiten Faktor. Bestätigen Sie zuerst damit.',
  'problem.factor_forced': 'Ihre Organisation verlangt einen zweiten Faktor. Richten Sie zuerst einen ein.',
  'problem.fresh_proof':
    'Diese Änderung braucht eine frische Anmeldung. Bestätigen Sie, dass Sie es sind, und versuchen Sie es dann noch einmal.',

  'problem.session_ended':
    'Sie wurden abgemeldet, oder Ihre Anmeldung ist abgelaufen. Melden Sie sich neu an.',
  'problem.session_other_user':
    'Diese Anmeldung gehört zu einem anderen Konto. Beginnen Sie neu mit dem Konto, das Sie möchten.',

  'problem.request_unknown':
    'Diese Anmeldeanfrage ist unbekannt oder abgelaufen. Gehen Sie zurück zur Anwendung und melden Sie sich von dort aus an.',
  'problem.request_unfinished':
    'Ihre Anmeldung ist noch nicht abgeschlossen. Fahren Sie mit dem nächsten Schritt fort.',
  'problem.request_answered': 'Diese Anmeldung ist schon abgeschlossen. Gehen Sie zurück zur Anwendung.',
  'problem.request_other_organization':
    'Die Anwendung akzeptiert nur Konten einer anderen Organisation. Wählen Sie ein anderes Konto.',
  'problem.request_other_user': 'Die Anwendung hat ein anderes Konto verlangt. Melden Sie sich damit an.',
  'problem.request_acr_unmet':
    'Die Anwendung verlangt einen stärkeren Nachweis, als dieses Konto geben kann. Richten Sie einen stärkeren Weg zur Anmeldung ein, oder wählen Sie ein anderes Konto.',
  'problem.request_too_old': 'Die Anwendung verlangt eine neuere Anmeldung. Melden Sie sich neu an.',
  'problem.request_prompt_none':
    'Die Anwendung wollte eine Anmeldung ohne Rückfrage, aber Sie müssen sich zuerst anmelden.',
  'problem.other_browser':
    'Diese Anmeldung wurde in einem anderen Browser begonnen. Machen Sie dort weiter, oder melden Sie sich hier neu an.',
  'problem.cross_site':
    'Zu Ihrer Sicherheit wurde dieses Formular nicht angenommen, weil es von einer anderen Website kam. Öffnen Sie die Seite neu und wiederholen Sie den Schritt.',
  'problem.insecure':
    'Diese Seite funktioniert nur über eine sichere Verbindung. Öffnen Sie ihre Adresse mit https.',
  'problem.form_outdated':
    'Diese Seite war nicht mehr aktuell. Prüfen Sie Ihre Eingaben und senden Sie sie noch einmal.',
  'problem.project_access_required':
    'Ihre Organisation hat keinen Zugriff auf diese Anwendung. Wenden Sie sich an Ihre Administration, oder wählen Sie ein anderes Konto.',
  'problem.authorization_required':
    'Dieses Konto hat keine Rolle in dieser Anwendung. Wenden Sie sich an Ihre Administration, oder wählen Sie ein anderes Konto.',
  'problem.project_unusable':
    'Diese Anwendung ist zurzeit deaktiviert. Bitten Sie Ihre Administration um Hilfe.',

  'problem.no_way':
    'Für dieses Konto gibt es keinen erlaubten Weg zur Anmeldung. Bitten Sie Ihre Administration um Hilfe, oder wählen Sie ein anderes Konto.',
  'problem.no_second_factor':
    'Ein zweiter Faktor wird verlangt, aber dieses Konto kann keinen erlaubten einrichten. Bitten Sie Ihre Administration um Hilfe.',

  'problem.device_unknown':
    'Kein Gerät wartet mit diesem Code. Prüfen Sie den Code auf dem Gerät, oder lassen Sie es einen neuen anzeigen.',
  'problem.device_answered':
    'Die Anfrage dieses Geräts wurde schon beantwortet, oder sein Code ist abgelaufen. Lassen Sie es einen neuen anzeigen.',
  'problem.device_guessed':
    'Es wurden zu viele falsche Codes eingegeben. Warten Sie eine Minute und versuchen Sie es dann noch einmal.',

  'problem.registration_not_allowed':
    'Hier können keine Konten erstellt werden. Bitten Sie Ihre Administration um ein Konto.',
  'problem.registration_org_not_allowed':
    'Hier können keine Organisationen erstellt werden. Wenden Sie sich an den Betreiber dieser Seite.',
  'problem.registration_org_unknown':
    'Diese Organisation gibt es nicht, oder sie ist deaktiviert. Prüfen Sie den Link, der Sie hierher geführt hat.',
  'problem.registration_useless':
    'Ein neues Konto kann für diese Anmeldung nicht verwendet werden. Melden Sie sich mit einem vorhandenen Konto an, oder fragen Sie Ihre Administration.',
  'problem.username_taken':
    'Dieser Benutzername ist vergeben. Wählen Sie einen anderen, oder melden Sie sich an.',
  'problem.username_character':
    'Der Benutzername enthält ein unzulässiges Zeichen. Verwenden Sie Buchstaben, Ziffern und einfache Zeichen.',
  'problem.username_direction':
    'Der Benutzername mischt Schreibrichtungen auf unzulässige Weise. Wählen Sie einen anderen.',
  'problem.foreign_domain':
    'Dieser Benutzername gehört zur Domain einer anderen Organisation. Wählen Sie einen anderen.',
  'problem.name_part_empty': 'Geben Sie Vornamen und Nachnamen ein.',
  'problem.email_invalid': 'Das ist keine E-Mail-Adresse. Verwenden Sie die Form name@example.com.',
  'problem.phone_invalid':
    'Das ist keine Telefonnummer. Beginnen Sie mit der Ländervorwahl, zum Beispiel +41 44 668 18 00.',
  'problem.phone_missing': 'Dieses Konto hat keine Telefonnummer. Fügen Sie zuerst eine hinzu.',
  'problem.language_invalid': 'Diese Sprache ist nicht bekannt. Wählen Sie eine aus der Liste.',
  'problem.already_set_up': 'Dieses Konto ist schon eingerichtet. Melden Sie sich damit an.',
  'problem.not_set_up':
    'Dieses Konto wurde noch nicht eingerichtet. Verwenden Sie zuerst den Code aus unserer Nachricht.',
  'problem.organization_name_taken':
    'Es gibt schon eine Organisation mit diesem Namen. Wählen Sie einen anderen Namen.',
  'problem.organization_name_unusable':
    'Dieser Name kann nicht verwendet werden. Er braucht mindestens einen Buchstaben oder eine Ziffer.',
  'problem.organization_domain_taken':
    'Eine andere Organisation verwendet die Domain dieses Namens. Wählen Sie einen anderen Namen.',
  'problem.picture_invalid':
    'Diese Datei ist kein verwendbares Bild. Wählen Sie eine PNG-, JPEG- oder WebP-Datei.',
  'problem.picture_missing': 'Wählen Sie zuerst ein Bild.',
  'problem.file_too_large': 'Die Datei ist zu groß. Wählen Sie eine kleinere.',
  'problem.gone': 'Das gibt es nicht mehr. Laden Sie die Seite neu.',
  'problem.unchanged': 'Es wurde nichts geändert.',

  'blocked.title': 'Sie können sich jetzt nicht anmelden',
  'blocked.locked': 'Das Konto {name} ist gesperrt. Bitten Sie Ihre Administration, es zu entsperren.',
  'blocked.locked_until':
    'Das Konto {name} ist nach zu vielen Fehlversuchen gesperrt. Es wird {time} entsperrt.',
  'blocked.inactive': 'Das Konto {name} ist deaktiviert. Bitten Sie Ihre Administration um Hilfe.',
  'blocked.organization_inactive':
    'Die Organisation von {name} ist deaktiviert. Bitten Sie Ihre Administration um Hilfe.',
  'blocked.machine': 'Das Konto {name} ist für Maschinen und kann sich hier nicht anmelden.',
  'refused.title': 'Dieses Konto kann hier nicht verwendet werden',
}
