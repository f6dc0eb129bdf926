import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Konsola',
  skip: 'Przejdź do treści',
  menu: 'Nawigacja',
  openMenu: 'Otwórz nawigację',
  closeMenu: 'Zamknij nawigację',
  loading: 'Wczytywanie',
  wholeInstance: 'Cała instancja',
  chooseOrganization: 'Wybierz organizację',
  searchOrganizations: 'Nazwa organizacji',
  recent: 'Ostatnie',
  organization: 'Organizacja',
  organizations: 'Organizacje',
  noOrganization: 'Żadna organizacja nie ma takiej nazwy.',
  search: 'Szukaj',
  searchHint: 'Nazwa, e-mail, telefon, login, ID klienta lub ID',
  searchFailed: 'Wyszukiwanie nie powiodło się.',
  nothingFound: 'Nic nie ma takiej nazwy ani ID.',
  pages: 'Strony',
  settings: 'Ustawienia',
  settingsIntro: {
    instance: 'Ustawienia całej instancji. Organizacje mają te wartości, chyba że mają własne.',
    organization: 'Ustawienia tej organizacji. Bez własnych wartości obowiązują wartości instancji.',
  },
  noSettings: 'Nie ma tu ustawień, które możesz odczytać.',
  kinds: {
    person: 'Osoba',
    machine: 'Maszyna',
    organization: 'Organizacja',
    project: 'Projekt',
    application: 'Aplikacja',
  },
  keyboard: 'Skróty klawiszowe',
  keys: {
    palette: 'Szukaj wszędzie',
    filter: 'Przejdź do pola wyszukiwania listy',
    help: 'Pokaż tę pomoc',
    close: 'Zamknij to, co jest otwarte',
  },
  followedBy: 'potem',
  looks: 'Motyw i język',
  theme: 'Motyw',
  language: 'Język',
  themes: { light: 'Jasny', dark: 'Ciemny', auto: 'Jak urządzenie' },
  account: 'Konto',
  ownAccount: 'Twoje konto',
  switchAccount: 'Zmień konto',
  logOut: 'Wyloguj się',
  systemUser: { as: (name: string) => `Użytkownik systemowy ${name}`, stop: 'Zakończ' },
  noRights: {
    title: 'Nie masz tu jeszcze żadnych uprawnień',
    text: 'Może je nadać administrator Twojej organizacji. Własnym kontem możesz zarządzać już teraz.',
  },
  notFound: {
    title: 'Nie ma takiej strony',
    text: 'Sprawdź adres albo wróć do poprzedniej strony.',
    home: 'Przejdź na początek',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'Nie można uruchomić konsoli',
    unknown: 'Serwer jest nieosiągalny; sprawdź połączenie i spróbuj ponownie.',
    storage:
      'Przeglądarka nie pozwala konsoli niczego zapisać, nawet logowania w tej karcie; zezwól na pliki cookie i dane witryn dla tego adresu i spróbuj ponownie.',
    again: 'Spróbuj ponownie',
  },
  ended: 'logowanie wygasło; zaloguj się ponownie, aby kontynuować',
  signedOut: {
    title: 'Wylogowano',
    text: 'Tokeny tej karty zostały unieważnione.',
    again: 'Zaloguj się',
    account: 'Twoje konto',
  },
  tried: {
    title: 'Powrót z logowania',
    text: 'Konsola pokazuje, co wróciło. Można zamknąć to okno.',
  },
}

export const system: Translation['system'] = {
  title: 'Praca jako użytkownik systemowy',
  intro:
    'Użytkownik systemowy tworzy instancje, nadaje im domeny i je usuwa. Konfiguruje się go na serwerze kluczem publicznym (SALLYPORT_SYSTEM_API_USERS). Nie loguje się: każde żądanie podpisuje jego klucz prywatny.',
  memory:
    'Klucz pozostaje w pamięci tej karty, w postaci, której żaden skrypt nie odczyta. Nigdy nie jest zapisywany ani wysyłany. Znika po ponownym wczytaniu lub zamknięciu karty albo po wybraniu „Zakończ”.',
  name: 'ID użytkownika systemowego',
  nameHint: 'Jego nazwa w konfiguracji serwera.',
  key: 'Klucz prywatny',
  keyHint: 'Plik z niezaszyfrowanym kluczem RSA w formacie PEM.',
  chooseKey: 'Wybierz plik klucza',
  audience: 'Adres serwera',
  audienceHint: 'Adres z jego konfiguracji (SALLYPORT_EXTERNAL_DOMAIN), ze schematem i portem.',
  begin: 'Rozpocznij',
  toConsole: 'Konsola',
  problems: {
    title: 'Nie udało się',
    noName: 'Wpisz ID użytkownika systemowego.',
    noKey: 'Wybierz plik klucza prywatnego.',
    notKey:
      'W tym pliku nie ma klucza RSA w formacie PEM, który da się odczytać; zaszyfrowany klucz najpierw odszyfruj.',
    noCrypto:
      'Przeglądarki podpisują tylko pod adresami https i localhost; otwórz konsolę pod takim adresem.',
    refused:
      'Serwer nie przyjmuje podpisu tego klucza. Sprawdź ID, klucz, adres serwera i zegar tego komputera.',
  },
}

export const home: Translation['home'] = {
  title: 'Start',
  instance: 'Cała instancja',
  noRightsTitle: 'Nie masz tu jeszcze żadnych uprawnień',
  noRights: 'Może je nadać administrator Twojej organizacji. Własnym kontem możesz zarządzać już teraz.',
  ownAccount: 'Twoje konto',
  noFigures:
    'Nawigacja prowadzi do wszystkiego, czym administrujesz. Liczby wymagają tutaj uprawnienia user.read.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Osoby',
    withSecondFactor: 'Z drugim krokiem',
    withPhishingResistant: 'Odporne na phishing',
    logins: 'Logowania w 30 dni',
    failedChecks: 'Nieudane próby w 30 dni',
    locks: 'Blokady w 30 dni',
  },
  charts: {
    logins: 'Logowania i nieudane próby',
    factors: 'Blokady i składniki',
    intro: 'Według dni (UTC). Logowanie to przyznanie tokenów aplikacji.',
    incomplete: 'Zdarzeń jest zbyt wiele, aby policzyć wszystkie: liczby są pełne od ',
    table: 'Jako tabela',
    date: 'Dzień',
    series: {
      logins: 'Logowania',
      failedChecks: 'Nieudane próby',
      locks: 'Blokady',
      factorsAdded: 'Dodane składniki',
      factorsRemoved: 'Usunięte składniki',
    },
  },
  attention: {
    title: 'Wymaga uwagi',
    nothing: 'Nic nie wymaga uwagi.',
    locked: 'Zablokowane osoby',
    withoutFactorUnderForcedMfa: 'Osoby bez drugiego kroku, którego wymagają zasady',
    expiring: 'Klucze i tokeny, które wygasają w ciągu 30 dni',
    failingJobs: 'Niewysłane e-maile i wiadomości',
    count: (total: number, capped: boolean) =>
      capped ? `ponad ${total.toLocaleString('pl')}` : total.toLocaleString('pl'),
    more: (count: string) => `Pierwsze pozycje z ${count}.`,
    kinds: {
      application_key: 'Klucz aplikacji',
      machine_key: 'Klucz maszyny',
      personal_access_token: 'Osobisty token dostępu',
    },
    expires: 'wygasa',
    jobs: (jobs: number) => `oczekujące: ${jobs.toLocaleString('pl')}`,
    again: 'ponowna próba',
    allExpiring: 'Wszystkie wygasające klucze i tokeny',
  },
  coverage: {
    title: 'Składniki według organizacji',
    organization: 'Organizacja',
  },
  steps: {
    title: 'Pierwsze kroki',
    intro: 'Czego potrzebuje nowa instancja, zanim ktokolwiek zacznie z niej korzystać.',
    done: 'Gotowe',
    open: 'Do zrobienia',
    factor: 'Dodaj drugi krok do własnego konta',
    mail: 'Skonfiguruj dostawcę e-maili, aby kody i zaproszenia docierały',
    people: 'Dodaj pierwsze osoby',
    organization: 'Utwórz organizację dla każdego klienta lub każdej firmy',
  },
}
