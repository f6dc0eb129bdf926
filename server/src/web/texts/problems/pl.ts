import type { ProblemTexts } from '../texts.ts'

/** Polish texts; see `en.ts`. */
export const problemsPl: ProblemTexts = {
  'problem.title': 'Nie udało się',
  'problem.general':
    'Coś poszło nie tak. Spróbuj ponownie. Jeśli to się powtórzy, podaj administratorowi numer referencyjny {reference}.',
  'problem.not_found_title': 'Nie znaleziono strony',
  'problem.not_found': 'Pod tym adresem nie ma strony. Sprawdź adres albo zacznij od nowa.',
  'problem.unavailable': 'Usługa jest teraz obciążona. Spróbuj ponownie za minutę.',
  'problem.field_empty': 'Wypełnij to pole.',
  'problem.entry_too_long': 'To jest za długie. Użyj najwyżej 200 znaków.',
  'problem.entry_unusable':
    'Wpisany tekst jest za długi lub zawiera znak, którego nie można użyć. Sprawdź go i spróbuj ponownie.',
  'problem.passwords_differ': 'Hasła nie są takie same. Wpisz dwa razy to samo hasło.',
  'problem.terms_missing': 'Zaakceptuj warunki, aby kontynuować.',
  'problem.choice_missing': 'Wybierz jedną z opcji.',
  'problem.denied': 'Brak uprawnień do tej czynności. Poproś administratora o pomoc.',
  'problem.too_many_requests': 'Było zbyt wiele prób. Spróbuj ponownie {time}.',
  'problem.captcha_failed': 'Nie udało się potwierdzić, że nie jesteś robotem. Powtórz sprawdzenie.',

  'problem.wrong_login':
    'Nazwa lub hasło jest nieprawidłowe. Sprawdź jedno i drugie, a potem spróbuj ponownie.',
  'problem.user_not_found': 'Nie znamy tej nazwy. Sprawdź ją i spróbuj ponownie.',
  'problem.several_users': 'Kilka kont ma tę nazwę. Wpisz pełny login.',
  'problem.name_empty': 'Wpisz nazwę swojego konta.',

  'problem.password_wrong': 'Hasło jest nieprawidłowe. Sprawdź je i spróbuj ponownie.',
  'problem.password_wrong_attempts': {
    one: 'Hasło jest nieprawidłowe. Do zablokowania konta pozostała {count} próba.',
    few: 'Hasło jest nieprawidłowe. Do zablokowania konta pozostały {count} próby.',
    many: 'Hasło jest nieprawidłowe. Do zablokowania konta pozostało {count} prób.',
    other: 'Hasło jest nieprawidłowe. Do zablokowania konta pozostało {count} próby.',
  },
  'problem.password_missing': 'Wpisz hasło.',
  'problem.password_not_set': 'To konto nie ma hasła. Wybierz inny sposób logowania.',
  'problem.password_unchanged': 'Nowe hasło jest takie samo jak stare. Wybierz inne.',
  'problem.password_too_short': 'Hasło jest za krótkie. Wybierz dłuższe.',
  'problem.password_too_long': 'Hasło jest za długie. Użyj najwyżej 72 znaków.',
  'problem.password_control_character':
    'Hasło zawiera tabulator, znak nowego wiersza lub inny niewidoczny znak. Usuń go.',
  'problem.password_no_lowercase': 'Hasło musi zawierać małą literę (a–z).',
  'problem.password_no_uppercase': 'Hasło musi zawierać wielką literę (A–Z).',
  'problem.password_no_number': 'Hasło musi zawierać cyfrę (0–9).',
  'problem.password_no_symbol': 'Hasło musi zawierać znak interpunkcyjny lub symbol.',
  'problem.password_check_abandoned': 'Sprawdzanie trwało zbyt długo. Spróbuj ponownie.',

  'problem.locked': 'To konto jest zablokowane. Poproś administratora o odblokowanie.',
  'problem.locked_until':
    'To konto jest zablokowane po zbyt wielu nieudanych próbach. Spróbuj ponownie {time}.',
  'problem.user_inactive': 'Tego konta nie można teraz użyć. Poproś administratora o pomoc.',
  'problem.organization_inactive':
    'Organizacja tego konta jest dezaktywowana. Poproś administratora o pomoc.',

  'problem.code_empty': 'Wpisz kod.',
  'problem.code_wrong': 'Kod jest nieprawidłowy lub wygasł. Sprawdź go albo użyj nowszego.',
  'problem.code_kept':
    'Kod jest prawidłowy i pozostaje ważny. Wpisz go ponownie, gdy będzie można korzystać z konta.',
  'problem.code_expired': 'Kod wygasł. Poproś o nowy.',
  'problem.code_used': 'Ten kod został już użyty. Poczekaj na następny.',
  'problem.code_malformed': 'Kod z aplikacji ma sześć cyfr. Sprawdź go i spróbuj ponownie.',
  'problem.totp_key_replaced':
    'Inne okno zastąpiło klucz, który pokazywała ta strona. Dodaj nowy klucz do aplikacji.',
  'problem.code_not_sent': 'Nie wysłano jeszcze żadnego kodu. Poproś o niego.',
  'problem.codes_exhausted': 'Wpisano zbyt wiele nieprawidłowych kodów. Poproś administratora o pomoc.',
  'problem.recovery_code_wrong': 'Kod odzyskiwania jest nieprawidłowy lub został już użyty. Spróbuj innego.',
  'problem.recovery_code_malformed':
    'Kod odzyskiwania składa się z 15 liter i cyfr. Sprawdź go i spróbuj ponownie.',
  'problem.recovery_code_used': 'Ten kod odzyskiwania został już użyty. Spróbuj innego.',
  'problem.recovery_codes_used_up':
    'Wszystkie kody odzyskiwania zostały użyte. Wybierz inny sposób albo poproś administratora o pomoc.',
  'problem.recovery_codes_changed': 'Kody odzyskiwania zmieniono w innym oknie. Niczego nie zastąpiono.',
  'problem.recovery_codes_without_factor': 'Kody odzyskiwania zastępują drugi krok. Najpierw go skonfiguruj.',
  'problem.link_invalid': 'Ten link jest nieprawidłowy, został już użyty lub wygasł. Poproś o nowy.',
  'problem.address_verified': 'Ten adres jest już potwierdzony. Nie trzeba nic robić.',
  'problem.address_unverified': 'Ten adres nie jest jeszcze potwierdzony. Najpierw go potwierdź.',

  'problem.passkey_failed': 'Klucz dostępu nie został przyjęty. Spróbuj ponownie albo wybierz inny sposób.',
  'problem.passkey_none': 'To konto nie ma klucza dostępu dla tej witryny. Wybierz inny sposób.',
  'problem.passkey_unknown': 'Ten klucz dostępu nie należy tu do żadnego konta. Wybierz inny sposób.',
  'problem.passkey_expired': 'Prośba wygasła. Zacznij od nowa.',
  'problem.passkey_taken': 'Ten klucz dostępu lub klucz bezpieczeństwa jest już zarejestrowany. Użyj innego.',
  'problem.passkey_user_not_verified':
    'Urządzenie nie sprawdziło tożsamości. Ustaw na nim PIN, odcisk palca lub twarz i spróbuj ponownie.',
  'problem.passkey_too_many':
    'To konto ma największą możliwą liczbę kluczy. Usuń jeden, zanim dodasz kolejny.',
  'problem.passkey_suspicious':
    'Ten klucz wygląda jak kopia innego, dlatego nie został przyjęty. Usuń go i zarejestruj ponownie.',

  'problem.factor_exists': 'To jest już skonfigurowane. Nie trzeba nic robić.',
  'problem.factor_missing': 'Ten drugi krok nie jest skonfigurowany. Wybierz inny.',
  'problem.factor_not_allowed': 'Organizacja nie pozwala na ten drugi krok. Wybierz inny.',
  'problem.factor_required': 'To konto wymaga drugiego kroku. Najpierw potwierdź nim tożsamość.',
  'problem.factor_forced': 'Organizacja wymaga drugiego kroku. Najpierw go skonfiguruj.',
  'problem.fresh_proof': 'Ta zmiana wymaga niedawnego logowania. Potwierdź tożsamość i spróbuj ponownie.',

  'problem.session_ended': 'Nastąpiło wylogowanie lub logowanie wygasło. Zaloguj się ponownie.',
  'problem.session_other_user':
    'To logowanie należy do innego konta. Zacznij od nowa z kontem, którego chcesz użyć.',

  'problem.request_unknown':
    'Ta prośba o logowanie jest nieznana lub wygasła. Wróć do aplikacji i zaloguj się stamtąd.',
  'problem.request_unfinished': 'Logowanie nie jest jeszcze zakończone. Przejdź do następnego kroku.',
  'problem.request_answered': 'To logowanie jest już zakończone. Wróć do aplikacji.',
  'problem.request_other_organization':
    'Aplikacja przyjmuje tylko konta innej organizacji. Wybierz inne konto.',
  'problem.request_other_user': 'Aplikacja wymaga innego konta. Zaloguj się na nie.',
  'problem.request_acr_unmet':
    'Aplikacja wymaga silniejszego potwierdzenia, niż to konto może dać. Skonfiguruj silniejszy sposób logowania albo wybierz inne konto.',
  'problem.request_too_old': 'Aplikacja wymaga nowszego logowania. Zaloguj się ponownie.',
  'problem.request_prompt_none':
    'Aplikacja wymaga logowania bez żadnych pytań, ale najpierw trzeba się zalogować.',
  'problem.other_browser':
    'To logowanie rozpoczęto w innej przeglądarce. Kontynuuj tam albo zaloguj się tutaj ponownie.',
  'problem.cross_site':
    'Ze względów bezpieczeństwa ten formularz nie został przyjęty, ponieważ pochodzi z innej witryny. Otwórz stronę ponownie i powtórz krok.',
  'problem.insecure': 'Ta strona działa tylko przez bezpieczne połączenie. Otwórz jej adres z https.',
  'problem.form_outdated': 'Ta strona była nieaktualna. Sprawdź wprowadzone dane i wyślij je ponownie.',
  'problem.project_access_required':
    'Organizacja nie ma dostępu do tej aplikacji. Zapytaj administratora albo wybierz inne konto.',
  'problem.authorization_required':
    'To konto nie ma roli w tej aplikacji. Zapytaj administratora albo wybierz inne konto.',
  'problem.project_unusable': 'Ta aplikacja jest obecnie dezaktywowana. Poproś administratora o pomoc.',

  'problem.no_way':
    'To konto nie ma dozwolonego sposobu logowania. Poproś administratora o pomoc albo wybierz inne konto.',
  'problem.no_second_factor':
    'Drugi krok jest wymagany, ale to konto nie może skonfigurować żadnego z dozwolonych. Poproś administratora o pomoc.',

  'problem.device_unknown':
    'Żadne urządzenie nie czeka z tym kodem. Sprawdź kod na urządzeniu albo wyświetl na nim nowy.',
  'problem.device_answered':
    'Na prośbę tego urządzenia już odpowiedziano lub jego kod wygasł. Wyświetl na nim nowy.',
  'problem.device_guessed': 'Wpisano zbyt wiele nieprawidłowych kodów. Poczekaj minutę i spróbuj ponownie.',

  'problem.registration_not_allowed': 'Nie można tu tworzyć kont. Poproś administratora o konto.',
  'problem.registration_org_not_allowed': 'Nie można tu tworzyć organizacji. Zapytaj operatora tej witryny.',
  'problem.registration_org_unknown':
    'Taka organizacja nie istnieje lub została dezaktywowana. Sprawdź link, który cię tu przyprowadził.',
  'problem.registration_useless':
    'Do tego logowania nie można użyć nowego konta. Zaloguj się na konto, które już masz, albo zapytaj administratora.',
  'problem.username_taken': 'Ta nazwa użytkownika jest zajęta. Wybierz inną albo zaloguj się.',
  'problem.username_character':
    'Nazwa użytkownika zawiera niedozwolony znak. Użyj liter, cyfr i prostych znaków.',
  'problem.username_direction': 'Nazwa użytkownika łączy kierunki pisma w niedozwolony sposób. Wybierz inną.',
  'problem.foreign_domain': 'Ta nazwa użytkownika należy do domeny innej organizacji. Wybierz inną.',
  'problem.name_part_empty': 'Wpisz imię i nazwisko.',
  'problem.email_invalid': 'To nie jest adres e-mail. Użyj postaci nazwa@example.com.',
  'problem.phone_invalid':
    'To nie jest numer telefonu. Zacznij od numeru kierunkowego kraju, na przykład +41 44 668 18 00.',
  'problem.phone_missing': 'To konto nie ma numeru telefonu. Najpierw go dodaj.',
  'problem.language_invalid': 'Ten język jest nieznany. Wybierz język z listy.',
  'problem.already_set_up': 'To konto jest już skonfigurowane. Zaloguj się na nie.',
  'problem.not_set_up':
    'To konto nie zostało jeszcze skonfigurowane. Najpierw użyj kodu z naszej wiadomości.',
  'problem.organization_name_taken': 'Organizacja o tej nazwie już istnieje. Wybierz inną nazwę.',
  'problem.organization_name_unusable':
    'Tej nazwy nie można użyć. Musi zawierać co najmniej jedną literę lub cyfrę.',
  'problem.organization_domain_taken': 'Inna organizacja używa domeny tej nazwy. Wybierz inną nazwę.',
  'problem.picture_invalid':
    'Ten plik nie jest obrazem, którego można użyć. Wybierz plik PNG, JPEG lub WebP.',
  'problem.picture_missing': 'Najpierw wybierz zdjęcie.',
  'problem.file_too_large': 'Plik jest za duży. Wybierz mniejszy.',
  'problem.gone': 'To już nie istnieje. Wczytaj stronę ponownie.',
  'problem.unchanged': 'Nic nie zostało zmienione.',

  'blocked.title': 'Nie można się teraz zalogować',
  'blocked.locked': 'Konto {name} jest zablokowane. Poproś administratora o odblokowanie.',
  'blocked.locked_until':
    'Konto {name} jest zablokowane po zbyt wielu nieudanych próbach. Zostanie odblokowane {time}.',
  'blocked.inactive': 'Konto {name} jest dezaktywowane. Poproś administratora o pomoc.',
  'blocked.organization_inactive':
    'Organizacja konta {name} jest dezaktywowana. Poproś administratora o pomoc.',
  'blocked.machine': 'Konto {name} jest przeznaczone dla maszyn i nie może się tu logować.',
  'refused.title': 'Tego konta nie można tu użyć',
}
