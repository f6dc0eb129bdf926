import type { Translation } from '../translation.ts'
import { counted, formOf } from './counted.ts'
import { peopleTitles } from './titles.ts'

const rows = (count: number) => counted(count, 'wiersz', 'wiersze', 'wierszy')

const accounts = (count: number) => counted(count, 'konto', 'konta', 'kont')

/** A part of a number of accounts. */
const part = (done: number, total: number) => `${done} z ${counted(total, 'konta', 'kont', 'kont')}`

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro: 'Wybierz plik, sprawdź, co w nim znaleziono, a potem importuj. Wcześniej nic nie jest zapisywane.',
  fileTitle: 'Plik',
  fileIntro: 'CSV z nagłówkiem; przecinek, średnik lub tabulator; UTF-8.',
  choose: 'Wybierz plik',
  template: 'Zapisz przykład',
  tooLarge: 'Plik jest większy niż 20 MB; podziel go.',
  rows,
  missingTitle: 'Brakuje kolumn',
  missing: (fields: readonly string[]) => `W pliku brakuje kolumn: ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Kolumny, które nie są odczytywane: ${columns.join(', ')}.`,
  columns: 'Odczytywane kolumny:',
  fields: {
    email: 'wymagany',
    givenName: 'wymagane; także „first name”',
    familyName: 'wymagane; także „last name”',
    username: 'jeśli nie podano, adres e-mail',
    displayName: 'jeśli nie podano, imię i nazwisko',
    nickName: '',
    language: 'na przykład pl lub de-CH',
    gender: 'female (kobieta), male (mężczyzna) lub diverse (inna)',
    phone: 'z numerem kierunkowym kraju, na przykład +41 79 123 45 67',
    emailVerified: 'yes (tak) lub no (nie); jeśli nie podano, no',
    phoneVerified: 'yes (tak) lub no (nie); jeśli nie podano, no',
    userId: 'jeśli nie podano, nowe ID',
    password: 'pierwsze hasło; kto je ma, nie dostaje zaproszenia',
    changeRequired: 'czy to hasło trzeba zmienić; jeśli nie podano, yes (tak)',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'en',
    phone: '+41791234567',
  },
  previewTitle: 'Co znaleziono',
  resultTitle: 'Co zaimportowano',
  found: (good: number, bad: number) =>
    bad === 0
      ? `Do zaimportowania: ${rows(good)}.`
      : `Do zaimportowania: ${rows(good)}; do pominięcia z powodu błędów: ${rows(bad)}.`,
  access: {
    title: 'Jak te osoby uzyskają dostęp?',
    invite: 'Wyślij wszystkim zaproszenie',
    inviteHint: 'Oprócz osób, które mają hasło w pliku.',
    later: 'Skonfiguruj później, bez wysyłania e-maili',
  },
  leaveOut: (count: number) =>
    count === 1
      ? 'Pomiń osobę, której adres e-mail jest już zajęty'
      : `Pomiń ${counted(count, 'osobę', 'osoby', 'osób')}, których adresy e-mail są już zajęte`,
  start: (count: number) => `Importuj ${rows(count)}`,
  progress: 'Postęp importu',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Utworzono: ${created.toLocaleString('pl')}.`
      : `Utworzono: ${created.toLocaleString('pl')}; nie utworzono: ${failed.toLocaleString('pl')}.`,
  saveFailed: 'Zapisz nieudane wiersze',
  onlyProblems: 'Tylko wiersze z błędami',
  line: 'Wiersz',
  outcome: 'Wynik',
  ready: 'Gotowy',
  created: 'Utworzono',
  notInvited: (message: string) => `Zaproszenie nie zostało wysłane. ${message}`,
  page: {
    first: 'Pierwsza strona',
    previous: 'Poprzednia strona',
    next: 'Następna strona',
    last: 'Ostatnia strona',
  },
  problems: {
    givenName: 'Brakuje imienia.',
    familyName: 'Brakuje nazwiska.',
    email: 'Brakuje adresu e-mail.',
    phone: 'Numer telefonu musi zawierać numer kierunkowy kraju, na przykład +41 79 123 45 67.',
    language: 'Język nie jest znacznikiem takim jak pl lub de-CH.',
    gender: 'Płeć nie jest żadną z wartości female, male, diverse.',
    password: 'Hasło nie spełnia wszystkich wymagań.',
    flag: (column: string) => `W kolumnie „${column}” nie ma ani yes, ani no.`,
    repeated: (line: number) => `Ta sama nazwa użytkownika lub to samo ID co w wierszu ${line}.`,
    exists: 'Ktoś z organizacji ma już ten adres e-mail.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Nazwa, login, e-mail, telefon lub ID',
  empty: 'Jeszcze nikogo tu nie ma.',
  name: 'Nazwa',
  loginName: 'Login',
  username: 'Nazwa użytkownika',
  email: 'E-mail',
  notVerified: 'Niepotwierdzony',
  organization: 'Organizacja',
  factors: 'Drugi krok',
  factorLevels: { none: 'Brak', second: 'Tak', phishing_resistant: 'Klucz' },
  state: 'Stan',
  states: {
    active: 'Aktywne',
    inactive: 'Dezaktywowane',
    locked: 'Zablokowane',
    initial: 'Nieskonfigurowane',
  },
  until: 'odblokowanie',
  created: 'Utworzono',
  kinds: { person: 'Osoba', machine: 'Maszyna' },
  factorFilters: {
    none: 'Bez drugiego kroku',
    second: 'Z drugim krokiem',
    phishing_resistant: 'Z kluczem dostępu lub bezpieczeństwa',
  },
  invitedAt: 'zaproszono',
  filters: {
    show: { label: 'Pokaż', all: 'Wszyscy' },
    kind: { label: 'Rodzaj', all: 'Każdy rodzaj' },
    state: { label: 'Stan', all: 'Każdy stan' },
    factors: { label: 'Drugi krok', all: 'Dowolne składniki' },
    organization: { label: 'Każda organizacja' },
  },
  addSubmit: {
    invite: 'Utwórz i zaproś',
    password: 'Utwórz z hasłem',
    later: 'Utwórz',
    machine: 'Utwórz maszynę',
  },
  added: (name: string) => `Utworzono: ${name}.`,
  invited: (email: string) => `Zaproszenie jest w drodze na ${email}.`,
  givenName: 'Imię',
  familyName: 'Nazwisko',
  emailInvalid: 'To nie jest adres e-mail.',
  emailVerified: 'Adres jest potwierdzony',
  emailVerifiedHint: 'Tylko wtedy, gdy masz pewność, że należy do tej osoby.',
  usernameHint: 'Zostaw puste, aby użyć adresu e-mail.',
  access: {
    title: 'Jak ta osoba uzyska dostęp?',
    invite: {
      label: 'Wyślij zaproszenie',
      hint: 'E-mail prowadzi do wyboru hasła lub klucza dostępu; potwierdza też adres.',
    },
    password: {
      label: 'Ustaw pierwsze hasło',
      hint: 'Przekazujesz je samodzielnie. Jeśli adres nie jest potwierdzony, zostanie tam wysłany kod.',
    },
    later: {
      label: 'Skonfiguruj później',
      hint: 'Żaden e-mail nie zostanie wysłany, a osoba nie może się jeszcze zalogować.',
    },
  },
  changeRequired: 'Trzeba je zmienić przy pierwszym logowaniu',
  furtherDetails: 'Nazwa wyświetlana, język, płeć, telefon',
  displayName: 'Nazwa wyświetlana',
  nickName: 'Pseudonim',
  language: 'Język',
  noLanguage: 'Język przeglądarki',
  gender: 'Płeć',
  genders: { '': 'Nie podano', female: 'Kobieta', male: 'Mężczyzna', diverse: 'Inna' },
  phone: 'Telefon',
  phoneHint: 'Z numerem kierunkowym kraju, na przykład +41 79 123 45 67.',
  phoneVerified: 'Numer jest potwierdzony',
  machineName: 'Nazwa',
  machineUsernameHint: 'Po niej można ją znaleźć; nie może być taka sama jak inna nazwa użytkownika.',
  description: 'Opis',
  tokenTypes: {
    title: 'Tokeny dostępu',
    bearer: {
      label: 'Nieprzezroczyste',
      hint: 'Odbiorca pyta o token serwer, więc unieważnienie działa od razu.',
    },
    jwt: {
      label: 'JWT',
      hint: 'Token można sprawdzić bez pytania serwera, więc jest ważny aż do wygaśnięcia.',
    },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `i jeszcze ${accounts(count)}`,
    changedSince: 'ktoś zmienił to konto w międzyczasie; obejrzyj je, zanim je zmienisz',
    wasNotActive:
      'konto nie było wcześniej aktywne; po cofnięciu byłoby aktywne, więc pozostaje takie, jakie jest teraz',
    roles: {
      button: 'Nadaj role',
      title: (count: number) => `Nadaj role ${counted(count, 'kontu', 'kontom', 'kontom')}`,
      text: 'Te role zostaną dodane do ról, które konta już mają w projekcie.',
      done: (done: number, total: number) => `Nadano role: ${part(done, total)}.`,
      changedSince: 'ktoś zmienił te role w międzyczasie; obejrzyj je, zanim je zmienisz',
    },
    deactivate: {
      button: 'Dezaktywuj',
      title: (count: number) => `Dezaktywuj ${accounts(count)}`,
      text: 'Logowanie nie będzie możliwe, a sesje i tokeny przestaną działać. Konta można ponownie aktywować.',
      left: (count: number) =>
        `Spośród zaznaczonych pominiemy ${counted(
          count,
          'konto, którego nie można dezaktywować',
          'konta, których nie można dezaktywować',
          'kont, których nie można dezaktywować',
        )}.`,
      done: (done: number, total: number) => `Dezaktywowano: ${part(done, total)}.`,
    },
    reactivate: {
      button: 'Aktywuj',
      title: (count: number) => `Ponownie aktywuj ${accounts(count)}`,
      text: 'Logowanie będzie znowu możliwe.',
      left: (count: number) =>
        `Spośród zaznaczonych pominiemy ${accounts(count)}, ${formOf(
          count,
          'które nie jest dezaktywowane',
          'które nie są dezaktywowane',
          'które nie są dezaktywowane',
        )}.`,
      done: (done: number, total: number) => `Ponownie aktywowano: ${part(done, total)}.`,
    },
    lock: {
      button: 'Zablokuj',
      title: (count: number) => `Zablokuj ${accounts(count)}`,
      text: 'Logowanie nie będzie możliwe, dopóki ktoś nie odblokuje tych kont.',
      left: (count: number) =>
        `Spośród zaznaczonych pominiemy ${accounts(count)}, ${formOf(
          count,
          'które nie jest aktywne',
          'które nie są aktywne',
          'które nie są aktywne',
        )}.`,
      done: (done: number, total: number) => `Zablokowano: ${part(done, total)}.`,
    },
    unlock: {
      button: 'Odblokuj',
      title: (count: number) => `Odblokuj ${accounts(count)}`,
      text: 'Logowanie będzie od razu możliwe; dotychczasowe nieudane próby przestaną się liczyć. Po cofnięciu konta będą zablokowane, dopóki ktoś ich nie odblokuje.',
      left: (count: number) =>
        `Spośród zaznaczonych pominiemy ${accounts(count)}, ${formOf(
          count,
          'które nie jest zablokowane',
          'które nie są zablokowane',
          'które nie są zablokowane',
        )}.`,
      done: (done: number, total: number) => `Odblokowano: ${part(done, total)}.`,
    },
    remove: {
      button: 'Usuń',
      title: (count: number) => `Usuń ${accounts(count)}`,
      text: 'Razem z kontami zostaną usunięte ich składniki, sesje, tokeny, klucze, role i członkostwa. Nie można tego cofnąć.',
      left: (_: number) => '',
      done: (done: number, total: number) => `Usunięto: ${part(done, total)}.`,
    },
  },
  export: {
    title: 'Eksport jako CSV',
    file: 'osoby.csv',
    text: (total: number, more: boolean) =>
      more
        ? `Jako CSV zapiszemy ponad ${accounts(total)}, które pasują do wyszukiwania i filtrów.`
        : `Jako CSV zapiszemy ${accounts(total)}, ${formOf(total, 'które pasuje', 'które pasują', 'które pasują')} do wyszukiwania i filtrów.`,
    progress: 'Postęp',
    save: 'Zapisz jako CSV',
  },
  import: importing,
}
