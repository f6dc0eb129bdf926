import type { ProblemTexts } from '../texts.ts'

/** Dutch texts; see `en.ts`. */
export const problemsNl: ProblemTexts = {
  'problem.title': 'Dit is niet gelukt',
  'problem.general':
    'Er is iets misgegaan. Probeer het opnieuw. Als het weer gebeurt, geef je beheerder dan de referentie {reference}.',
  'problem.not_found_title': 'Pagina niet gevonden',
  'problem.not_found': 'Er is geen pagina op dit adres. Controleer het adres, of begin opnieuw.',
  'problem.unavailable': 'De dienst is op dit moment overbelast. Probeer het over een minuut opnieuw.',
  'problem.field_empty': 'Vul dit veld in.',
  'problem.entry_too_long': 'Dit is te lang. Gebruik hoogstens 200 tekens.',
  'problem.entry_unusable':
    'De invoer is te lang of bevat een teken dat niet gebruikt kan worden. Controleer de invoer en probeer het opnieuw.',
  'problem.passwords_differ':
    'De twee wachtwoorden zijn niet hetzelfde. Vul twee keer hetzelfde wachtwoord in.',
  'problem.terms_missing': 'Ga akkoord met de voorwaarden om verder te gaan.',
  'problem.choice_missing': 'Kies een van de opties.',
  'problem.denied': 'Je mag dit niet doen. Vraag een beheerder om hulp.',
  'problem.too_many_requests': 'Er waren te veel pogingen. Probeer het {time} opnieuw.',
  'problem.captcha_failed': 'We konden niet bevestigen dat je een mens bent. Doe de controle opnieuw.',

  'problem.wrong_login': 'De naam of het wachtwoord is onjuist. Controleer beide en probeer het opnieuw.',
  'problem.user_not_found': 'We kennen deze naam niet. Controleer de naam en probeer het opnieuw.',
  'problem.several_users': 'Meerdere accounts hebben deze naam. Vul de volledige inlognaam in.',
  'problem.name_empty': 'Vul de naam van je account in.',

  'problem.password_wrong': 'Het wachtwoord is onjuist. Controleer het en probeer het opnieuw.',
  'problem.password_wrong_attempts': {
    one: 'Het wachtwoord is onjuist. Er is nog {count} poging voordat het account wordt vergrendeld.',
    other: 'Het wachtwoord is onjuist. Er zijn nog {count} pogingen voordat het account wordt vergrendeld.',
  },
  'problem.password_missing': 'Vul een wachtwoord in.',
  'problem.password_not_set': 'Dit account heeft geen wachtwoord. Kies een andere manier om in te loggen.',
  'problem.password_unchanged': 'Het nieuwe wachtwoord is hetzelfde als het oude. Kies een ander wachtwoord.',
  'problem.password_too_short': 'Het wachtwoord is te kort. Kies een langer wachtwoord.',
  'problem.password_too_long': 'Het wachtwoord is te lang. Gebruik hoogstens 72 tekens.',
  'problem.password_control_character':
    'Het wachtwoord bevat een tab, een regeleinde of een ander onzichtbaar teken. Verwijder dat.',
  'problem.password_no_lowercase': 'Het wachtwoord moet een kleine letter bevatten (a–z).',
  'problem.password_no_uppercase': 'Het wachtwoord moet een hoofdletter bevatten (A–Z).',
  'problem.password_no_number': 'Het wachtwoord moet een cijfer bevatten (0–9).',
  'problem.password_no_symbol': 'Het wachtwoord moet een leesteken of symbool bevatten.',
  'problem.password_check_abandoned': 'De controle duurde te lang. Probeer het opnieuw.',

  'problem.locked': 'Dit account is vergrendeld. Vraag een beheerder om het te ontgrendelen.',
  'problem.locked_until':
    'Dit account is vergrendeld na te veel mislukte pogingen. Probeer het {time} opnieuw.',
  'problem.user_inactive': 'Dit account kan op dit moment niet worden gebruikt. Vraag een beheerder om hulp.',
  'problem.organization_inactive':
    'De organisatie van dit account is gedeactiveerd. Vraag een beheerder om hulp.',

  'problem.code_empty': 'Vul de code in.',
  'problem.code_wrong': 'De code is onjuist of verlopen. Controleer de code, of gebruik een nieuwere.',
  'problem.code_kept':
    'De code klopt en blijft geldig. Vul de code opnieuw in zodra het account gebruikt kan worden.',
  'problem.code_expired': 'De code is verlopen. Vraag een nieuwe aan.',
  'problem.code_used': 'Deze code is al gebruikt. Wacht op de volgende.',
  'problem.code_malformed':
    'Een code van de app heeft zes cijfers. Controleer de code en probeer het opnieuw.',
  'problem.totp_key_replaced':
    'Een ander venster heeft de sleutel vervangen die deze pagina toonde. Voeg de nieuwe sleutel toe aan je app.',
  'problem.code_not_sent': 'Er is nog geen code gestuurd. Vraag er een aan.',
  'problem.codes_exhausted': 'Er zijn te veel onjuiste codes ingevuld. Vraag een beheerder om hulp.',
  'problem.recovery_code_wrong': 'De herstelcode is onjuist of al gebruikt. Probeer een andere.',
  'problem.recovery_code_malformed':
    'Een herstelcode heeft 15 letters en cijfers. Controleer de code en probeer het opnieuw.',
  'problem.recovery_code_used': 'Deze herstelcode is al gebruikt. Probeer een andere.',
  'problem.recovery_codes_used_up':
    'Al je herstelcodes zijn gebruikt. Kies een andere manier, of vraag een beheerder om hulp.',
  'problem.recovery_codes_changed':
    'De herstelcodes zijn in een ander venster gewijzigd. Er is niets vervangen.',
  'problem.recovery_codes_without_factor': 'Herstelcodes vervangen een tweede stap. Stel die eerst in.',
  'problem.link_invalid': 'Deze link is onjuist, al gebruikt of verlopen. Vraag een nieuwe aan.',
  'problem.address_verified': 'Dit adres is al bevestigd. Je hoeft niets te doen.',
  'problem.address_unverified': 'Dit adres is nog niet bevestigd. Bevestig het eerst.',

  'problem.passkey_failed':
    'De passkey is niet geaccepteerd. Probeer het opnieuw, of kies een andere manier.',
  'problem.passkey_none': 'Dit account heeft geen passkey voor deze site. Kies een andere manier.',
  'problem.passkey_unknown': 'Deze passkey hoort hier bij geen enkel account. Kies een andere manier.',
  'problem.passkey_expired': 'Het verzoek is verlopen. Begin opnieuw.',
  'problem.passkey_taken': 'Deze passkey of beveiligingssleutel is al geregistreerd. Gebruik een andere.',
  'problem.passkey_user_not_verified':
    'Je apparaat heeft niet gecontroleerd of jij het bent. Stel er een pincode, vingerafdruk of gezicht op in en probeer het opnieuw.',
  'problem.passkey_too_many':
    'Dit account heeft het maximale aantal sleutels. Verwijder er een voordat je een nieuwe toevoegt.',
  'problem.passkey_suspicious':
    'Deze sleutel lijkt op een kopie van een andere en is daarom niet geaccepteerd. Verwijder hem en registreer hem opnieuw.',

  'problem.factor_exists': 'Dit is al ingesteld. Je hoeft niets te doen.',
  'problem.factor_missing': 'Deze tweede stap is niet ingesteld. Kies een andere.',
  'problem.factor_not_allowed': 'Je organisatie staat deze tweede stap niet toe. Kies een andere.',
  'problem.factor_required': 'Dit account heeft een tweede stap nodig. Bevestig daar eerst mee.',
  'problem.factor_forced': 'Je organisatie vereist een tweede stap. Stel die eerst in.',
  'problem.fresh_proof':
    'Voor deze wijziging moet je kort geleden zijn ingelogd. Bevestig dat jij het bent en probeer het dan opnieuw.',

  'problem.session_ended': 'Je bent uitgelogd of je aanmelding is verlopen. Log opnieuw in.',
  'problem.session_other_user':
    'Deze aanmelding hoort bij een ander account. Begin opnieuw met het account dat je wilt gebruiken.',

  'problem.request_unknown':
    'Dit inlogverzoek is onbekend of verlopen. Ga terug naar de applicatie en log vandaar in.',
  'problem.request_unfinished': 'Je aanmelding is nog niet voltooid. Ga verder met de volgende stap.',
  'problem.request_answered': 'Deze aanmelding is al voltooid. Ga terug naar de applicatie.',
  'problem.request_other_organization':
    'De applicatie accepteert alleen accounts van een andere organisatie. Kies een ander account.',
  'problem.request_other_user': 'De applicatie vroeg om een ander account. Log daarmee in.',
  'problem.request_acr_unmet':
    'De applicatie wil een sterker bewijs dan dit account kan geven. Stel een sterkere manier in om in te loggen, of kies een ander account.',
  'problem.request_too_old': 'De applicatie wil een recentere aanmelding. Log opnieuw in.',
  'problem.request_prompt_none':
    'De applicatie vroeg om een aanmelding zonder vragen, maar je moet eerst inloggen.',
  'problem.other_browser':
    'Deze aanmelding is in een andere browser begonnen. Ga daar verder, of log hier opnieuw in.',
  'problem.cross_site':
    'Voor je veiligheid is dit formulier niet geaccepteerd, omdat het van een andere site kwam. Open de pagina opnieuw en herhaal de stap.',
  'problem.insecure': 'Deze pagina werkt alleen via een beveiligde verbinding. Open het adres met https.',
  'problem.form_outdated': 'Deze pagina was verouderd. Controleer je gegevens en stuur ze opnieuw.',
  'problem.project_access_required':
    'Je organisatie heeft geen toegang tot deze applicatie. Vraag het aan een beheerder, of kies een ander account.',
  'problem.authorization_required':
    'Dit account heeft geen rol in deze applicatie. Vraag het aan een beheerder, of kies een ander account.',
  'problem.project_unusable': 'Deze applicatie is op dit moment gedeactiveerd. Vraag een beheerder om hulp.',

  'problem.no_way':
    'Dit account heeft geen toegestane manier om in te loggen. Vraag een beheerder om hulp, of kies een ander account.',
  'problem.no_second_factor':
    'Een tweede stap is vereist, maar dit account kan er geen instellen die is toegestaan. Vraag een beheerder om hulp.',

  'problem.device_unknown':
    'Er wacht geen apparaat met deze code. Controleer de code op het apparaat, of laat het een nieuwe tonen.',
  'problem.device_answered':
    'Het verzoek van dit apparaat is al beantwoord, of de code is verlopen. Laat het apparaat een nieuwe tonen.',
  'problem.device_guessed':
    'Er zijn te veel onjuiste codes ingevuld. Wacht een minuut en probeer het dan opnieuw.',

  'problem.registration_not_allowed':
    'Hier kunnen geen accounts worden aangemaakt. Vraag een beheerder om een account.',
  'problem.registration_org_not_allowed':
    'Hier kunnen geen organisaties worden aangemaakt. Vraag het aan de beheerder van deze site.',
  'problem.registration_org_unknown':
    'Deze organisatie bestaat niet of is gedeactiveerd. Controleer de link waarmee je hier bent gekomen.',
  'problem.registration_useless':
    'Een nieuw account kan voor deze aanmelding niet worden gebruikt. Meld je aan met een account dat je al hebt, of vraag een beheerder.',
  'problem.username_taken': 'Deze gebruikersnaam is bezet. Kies een andere, of log in.',
  'problem.username_character':
    'De gebruikersnaam bevat een teken dat niet is toegestaan. Gebruik letters, cijfers en eenvoudige tekens.',
  'problem.username_direction':
    'De gebruikersnaam mengt schrijfrichtingen op een manier die niet is toegestaan. Kies een andere.',
  'problem.foreign_domain':
    'Deze gebruikersnaam hoort bij het domein van een andere organisatie. Kies een andere.',
  'problem.name_part_empty': 'Vul je voornaam en achternaam in.',
  'problem.email_invalid': 'Dit is geen e-mailadres. Gebruik de vorm naam@example.com.',
  'problem.phone_invalid': 'Dit is geen telefoonnummer. Begin met het landnummer, zoals in +41 44 668 18 00.',
  'problem.phone_missing': 'Dit account heeft geen telefoonnummer. Voeg er eerst een toe.',
  'problem.language_invalid': 'Deze taal is niet bekend. Kies er een uit de lijst.',
  'problem.already_set_up': 'Dit account is al ingesteld. Log ermee in.',
  'problem.not_set_up': 'Dit account is nog niet ingesteld. Gebruik eerst de code uit ons bericht.',
  'problem.organization_name_taken': 'Er bestaat al een organisatie met deze naam. Kies een andere naam.',
  'problem.organization_name_unusable':
    'Deze naam kan niet worden gebruikt. De naam moet minstens één letter of cijfer bevatten.',
  'problem.organization_domain_taken':
    'Een andere organisatie gebruikt het domein van deze naam. Kies een andere naam.',
  'problem.picture_invalid':
    'Dit bestand is geen bruikbare afbeelding. Kies een PNG-, JPEG- of WebP-bestand.',
  'problem.picture_missing': 'Kies eerst een foto.',
  'problem.file_too_large': 'Het bestand is te groot. Kies een kleiner bestand.',
  'problem.gone': 'Dit bestaat niet meer. Laad de pagina opnieuw.',
  'problem.unchanged': 'Er is niets gewijzigd.',

  'blocked.title': 'Je kunt nu niet inloggen',
  'blocked.locked': 'Het account {name} is vergrendeld. Vraag een beheerder om het te ontgrendelen.',
  'blocked.locked_until':
    'Het account {name} is vergrendeld na te veel mislukte pogingen. Het wordt {time} weer vrijgegeven.',
  'blocked.inactive': 'Het account {name} is gedeactiveerd. Vraag een beheerder om hulp.',
  'blocked.organization_inactive': 'De organisatie van {name} is gedeactiveerd. Vraag een beheerder om hulp.',
  'blocked.machine': 'Het account {name} is voor machines en kan hier niet inloggen.',
  'refused.title': 'Dit account kan hier niet worden gebruikt',
}
