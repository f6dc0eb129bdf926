import type { Translation } from '../translation.ts'
import { counted } from './counted.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `„${title}” to ustawienie całej instancji; wybierz „Cała instancja” u góry strony`,
  notFound: 'nie ma takiej strony ustawień; otwórz listę wszystkich ustawień',
  policies: {
    login: { title: 'Zasady', intro: 'Dla wszystkich, którzy logują się na tym poziomie.' },
    complexity: { title: 'Co musi zawierać nowe hasło', intro: 'Obecne hasła pozostają bez zmian.' },
    age: { title: 'Jak długo ważne jest hasło', intro: 'W dniach od jego ustawienia.' },
    lockout: { title: 'Limity', intro: 'Zablokowana osoba nie może się zalogować w żaden sposób.' },
    domain: { title: 'Zasady', intro: 'Zmieniają je tylko administratorzy instancji.' },
    privacy: {
      title: 'Adresy',
      intro: 'Strony logowania i e-maile pokazują te, które nie są puste. {{.Lang}} oznacza język strony.',
    },
    notification: { title: 'E-maile' },
    security: { title: 'Ramki, działanie w imieniu innych i dane logowania' },
    oidc: {
      title: 'Ważność tokenów',
      intro: 'Tokeny wydane wcześniej zachowują swoją ważność.',
    },
    restrictions: { title: 'Rejestracja organizacji' },
    defaultLanguage: { title: 'Język domyślny' },
    allowedLanguages: { title: 'Dozwolone języki' },
    loginFlag: {
      title: 'Własna strona logowania',
      intro: 'Kieruje osoby ze wszystkich aplikacji na stronę logowania, którą prowadzisz.',
    },
    flags: {
      title: 'Inne flagi kontraktu API',
      intro: 'Są przechowywane dla klientów, które je ustawiają. Ten serwer nie zna innego zachowania.',
    },
  },
  parts: {
    ways: 'Sposoby logowania',
    factors: 'Drugie kroki',
    names: 'Loginy',
    pages: 'Strony',
    lifetimes: 'Jak długo ważne jest potwierdzenie',
  },
  factors: {
    title: 'Dozwolone składniki',
    intro: 'Zmiana jest zapisywana od razu po tym, jak zobaczysz, kogo dotyczy.',
    second: 'Drugie kroki po haśle',
    multi: 'Kilka składników naraz',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Aplikacja uwierzytelniająca', 'Kody z aplikacji na telefonie.'],
      SECOND_FACTOR_TYPE_U2F: ['Klucz bezpieczeństwa', 'Klucz lub urządzenie odporne na phishing.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Kod z e-maila', 'Tak bezpieczny jak skrzynka pocztowa.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Kody odzyskiwania',
        'Zastępują utracony składnik. Są dozwolone, jeśli zasady nic o nich nie mówią.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Kod SMS', 'Numer telefonu można przejąć.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Klucz dostępu z kodem PIN lub odciskiem palca',
        'Nie wymaga hasła.',
      ],
    },
    named: 'Dozwolone wprost',
    allowNow: 'Zezwól',
    forbidNow: 'Zabroń',
    allow: (name: string) => `Zezwól: ${name}`,
    forbid: (name: string) => `Zabroń: ${name}`,
    save: 'Zapisz',
    allowed: (name: string) => `Dozwolone: ${name}.`,
    forbidden: (name: string) => `Już niedozwolone: ${name}.`,
  },
  warnings: {
    noWayIn: 'Nie byłyby dozwolone ani hasła, ani klucze dostępu: nikt nie mógłby się zalogować, Ty też nie.',
    noFactor:
      'Drugi krok jest wymagany, ale żaden nie jest dozwolony: nie da się skonfigurować tego, co jest potrzebne.',
    shortPasswords: 'Hasła krótsze niż 8 znaków można szybko odgadnąć.',
    noLock: 'Bez limitu hasła lub kody można zgadywać bez końca.',
    lockForEver:
      'Blokadę mógłby zdjąć tylko administrator: kto zna login, może błędnymi hasłami odciąć właściciela od konta.',
    namesWithDomain:
      'Wszystkie loginy będą wtedy kończyć się domeną organizacji. Najpierw przekaż osobom ich nowe loginy.',
    namesWithoutDomain:
      'Wszystkie loginy stracą domenę. Dwie osoby o tej samej nazwie użytkownika nie mogą jej obie zachować; zmiana zostanie wtedy odrzucona.',
    noOrigins: 'Ramki są dozwolone, ale nie podano żadnej strony, która może ich używać.',
    impersonation: 'Kto ma odpowiednią rolę, może działać jako inna osoba.',
    anyCredentials:
      'Administratorzy mogą wtedy ustawiać dane logowania osób, które mają więcej uprawnień niż oni, i w ten sposób przejąć te uprawnienia.',
    noFreshProof:
      'Kto znajdzie otwartą przeglądarkę, może wtedy zmienić hasło i składniki właściciela konta.',
    longTokens: 'Skradziony token dostępu, który jest ważny dłużej niż dzień, jest więcej wart.',
    guessable: 'Takich kodów jest tak mało, że można je odgadnąć.',
    ownLogin:
      'Nikt nie będzie mógł się zalogować, także tutaj, jeśli strona logowania pod tym adresem nie działa. Najpierw ją otwórz.',
  },
  clash: (labels: string) =>
    `ktoś inny zmienił to w międzyczasie: ${labels}; zapisz jeszcze raz, aby wybrać między nimi`,
  ownBeside: 'To wartości samej organizacji. Jeśli instancja ma inną wartość, jest podana obok.',
  saveTogether:
    'Po zapisaniu organizacja ma wszystkie te wartości jako własne: późniejsze zmiany w instancji już jej nie obejmą.',
  readOnly: (right: string) => `Zmiana wymaga uprawnienia ${right}.`,
  credentialRights: [
    { value: 'held', label: 'Osób, które nie mają więcej uprawnień niż on' },
    { value: 'contract', label: 'Wszystkich, których konta może zmieniać' },
  ],
  reasonDemand: [
    { value: 'none', label: 'Od nikogo' },
    { value: 'people', label: 'Od osób; maszyny podają go tylko, gdy działają w imieniu innych' },
  ],
  generators: [
    ['INIT_CODE', 'Pierwszy kod osoby', 'Ustawia pierwsze hasło.'],
    ['VERIFY_EMAIL_CODE', 'Kod dla adresu e-mail', 'Potwierdza adres.'],
    ['VERIFY_PHONE_CODE', 'Kod dla numeru telefonu', 'Potwierdza numer.'],
    ['PASSWORD_RESET_CODE', 'Kod resetu hasła', 'Wysyłany osobom, które nie pamiętają hasła.'],
    ['PASSWORDLESS_INIT_CODE', 'Kod dla klucza dostępu', 'Część linku do rejestracji.'],
    ['APP_SECRET', 'Sekrety aplikacji i maszyn', 'Nie wygasają.'],
    ['OTP_SMS', 'Drugi krok przez SMS', 'Wpisywany przy logowaniu.'],
    ['OTP_EMAIL', 'Drugi krok przez e-mail', 'Wpisywany przy logowaniu.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'bez ograniczeń'
        : seconds % 3600 === 0
          ? `${(seconds / 3600).toLocaleString('pl')} h`
          : `${(seconds / 60).toLocaleString('pl', { maximumFractionDigits: 2 })} min`
    return `${counted(length, 'znak', 'znaki', 'znaków')}, ważność: ${time}`
  },
  flags: {
    instance: 'Ustawiona w tej instancji',
    system: 'Z systemu',
    unset: 'Nieustawiona',
    reset: 'Zresetuj wszystkie',
    resetTitle: 'Zresetować wszystkie flagi?',
    resetText:
      'Wszystkie flagi tej instancji, także własna strona logowania, będą wtedy miały wartości systemu.',
    resetDone: 'Flagi zostały zresetowane.',
  },
  keys: {
    title: 'Klucze',
    intro:
      'Podpisuje jeden klucz. Klienty przechowują opublikowane klucze przez kilka minut, więc utwórz następny jakiś czas przed aktywowaniem, a poprzedni usuń dopiero wtedy, gdy żaden podpisany nim token nie jest już ważny.',
    id: 'ID',
    kind: 'Rodzaj',
    state: 'Stan',
    created: 'Utworzono',
    changed: 'Zmieniono',
    states: {
      STATE_INITIAL: ['Następny', 'quiet'],
      STATE_ACTIVE: ['Używany', 'good'],
      STATE_INACTIVE: ['Poprzedni', 'warn'],
      STATE_REMOVED: ['Usunięty', 'warn'],
    },
    add: 'Nowy klucz',
    addText: 'Zostanie od razu opublikowany, ale nic nie podpisze, dopóki go nie aktywujesz.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): zna go każdy klient' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Krzywa eliptyczna P-256 (ES256): mały i szybki' },
      { value: 'ecdsa-P384', label: 'Krzywa eliptyczna P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Krzywa eliptyczna P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'Klucz został utworzony.',
    activate: 'Aktywuj',
    activateTitle: 'Podpisywać odtąd tym kluczem?',
    activateText:
      'Klienty, które jeszcze nie pobrały tego klucza, będą do tego czasu odrzucać nowe tokeny. Poprzedni klucz pozostaje opublikowany, więc jego tokeny są nadal ważne.',
    activated: 'Klucz jest używany.',
    remove: 'Usuń',
    removeTitle: 'Usunąć ten klucz?',
    removeText: 'Podpisane nim tokeny będą od tej chwili odrzucane, także te, które są jeszcze ważne.',
    removed: 'Klucz został usunięty.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) => `Serwer zapytał o stronę logowania pod tym adresem i otrzymał HTTP ${status}.`,
  name_unknown: 'Serwer nie może połączyć się z tym adresem: jego nazwa jest nieznana.',
  connection_refused: 'Serwer nie może połączyć się z tym adresem: nic nie przyjmuje tam połączeń.',
  timeout: 'Serwer nie może połączyć się z tym adresem: brak odpowiedzi w ciągu 5 sekund.',
  certificate: 'Serwer nie może bezpiecznie połączyć się z tym adresem: nie ufa jego certyfikatowi.',
  failed: 'Serwer nie może połączyć się z tym adresem: połączenie nie powiodło się.',
  not_allowed: 'Nie udało się sprawdzić adresu: serwer nie może łączyć się z adresami sieci prywatnych.',
  not_public:
    'Nie udało się sprawdzić adresu: jego nazwa jest nieznana albo należy do sieci prywatnej. Sprawdź pisownię.',
  not_asked: 'Nie udało się sprawdzić adresu.',
}
