import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['Logowanie hasłem', 'Wyłączone: pozostają tylko klucze dostępu.'],
    passwordlessType: [
      'Logowanie kluczem dostępu',
      'Klucz dostępu zastępuje hasło i jest zarazem drugim krokiem.',
    ],
    allowRegister: ['Samodzielna rejestracja', 'W organizacji, którą wskazuje aplikacja.'],
    allowExternalIdp: [
      'Logowanie kontem zewnętrznym',
      'Działa, gdy skonfigurowany jest dostawca tożsamości.',
    ],
    defaultRedirectUri: [
      'Dokąd trafiają osoby, które nie przyszły z aplikacji',
      'Adres, który zaczyna się od https, lub adres aplikacji. Puste: strona konta.',
    ],
    forceMfa: ['Drugi krok wymagany od wszystkich'],
    forceMfaLocalOnly: [
      'Drugi krok wymagany od osób z tego serwera',
      'Nie dotyczy osób, które logują się kontem zewnętrznym.',
    ],
    mfaInitSkipLifetime: ['Ponownie proponuj drugi krok po', '0: nie proponuj.'],
    ignoreUnknownUsernames: [
      'Ukryj, czy login istnieje',
      'Nieznany login też prowadzi do pytania o hasło, więc nie da się sprawdzić, kto ma konto.',
    ],
    allowDomainDiscovery: [
      'Rozpoznawaj organizację po domenie loginu',
      'Nieznane loginy z potwierdzoną domeną należą do jej organizacji.',
    ],
    disableLoginWithEmail: ['Nie przyjmuj adresu e-mail jako loginu'],
    disableLoginWithPhone: ['Nie przyjmuj numeru telefonu jako loginu'],
    hidePasswordReset: ['Ukryj „Nie pamiętasz hasła?”'],
    passwordCheckLifetime: ['Hasło'],
    secondFactorCheckLifetime: ['Drugi krok'],
    multiFactorCheckLifetime: ['Klucz dostępu'],
    externalLoginCheckLifetime: ['Konto zewnętrzne'],
  },
  complexity: {
    minLength: ['Najmniejsza liczba znaków', 'Od 1 do 72.'],
    hasUppercase: ['Wielka litera (A–Z)'],
    hasLowercase: ['Mała litera (a–z)'],
    hasNumber: ['Cyfra (0–9)'],
    hasSymbol: ['Znak interpunkcyjny lub symbol'],
  },
  age: {
    maxAgeDays: ['Hasła wygasają po', '0: nigdy. Potem przy następnym logowaniu potrzebne jest nowe.'],
    expireWarnDays: ['Ostrzegaj wcześniej o', '0: bez ostrzeżenia.'],
  },
  lockout: {
    maxPasswordAttempts: ['Zablokuj po tylu błędnych hasłach', '0: nigdy.'],
    maxOtpAttempts: ['Zablokuj po tylu błędnych kodach', '0: nigdy.'],
    releaseAfter: ['Blokada kończy się sama po', '0: odblokowuje tylko administrator.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Loginy kończą się domeną organizacji',
      'Dwie organizacje mogą wtedy mieć tę samą nazwę użytkownika. Zmiana dotyczy wszystkich loginów.',
    ],
    validateOrgDomains: [
      'Domeny organizacji muszą być potwierdzone',
      'Wyłączone: domena obowiązuje od razu po dodaniu.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['Nadawca e-maili ma domenę instancji'],
  },
  notification: {
    passwordChange: ['Wysyłaj e-mail osobom, których hasło zmieniono'],
  },
  privacy: {
    tosLink: ['Warunki korzystania'],
    privacyLink: ['Polityka prywatności'],
    helpLink: ['Pomoc'],
    supportEmail: ['Adres e-mail pomocy technicznej'],
    docsLink: ['Dokumentacja'],
    customLink: ['Własny link'],
    customLinkText: ['Jego tekst'],
  },
  security: {
    enableIframeEmbedding: [
      'Inne strony mogą pokazywać logowanie w ramce',
      'Ramki ułatwiają nakłonienie kogoś do kliknięcia; podaj strony, które mogą ich używać.',
    ],
    allowedOrigins: ['Dozwolone strony', 'Na przykład https://app.example.com. Po każdej naciśnij Enter.'],
    enableImpersonation: [
      'Użytkownicy mogą działać w imieniu innych',
      'Przez wymianę tokenów; każdy potrzebuje też odpowiedniej roli.',
    ],
    credentialRights: [
      'Czyje dane logowania administrator może ustawiać',
      'Kto ustawia hasło lub klucz dostępu osoby, może działać jako ta osoba.',
    ],
    freshProof: [
      'Przed zmianą danych logowania trzeba ponownie potwierdzić tożsamość',
      'Także przed usunięciem organizacji, nadaniem ról w instancji, zmianą kluczy podpisujących lub odbiorców dziennika i działaniem w imieniu innych. Chyba że potwierdzono ją w ciągu tylu minut. 0: nie trzeba. Najwyżej 1440.',
    ],
    reasonDemand: [
      'Wrażliwe czynności wymagają powodu, który zostaje w dzienniku',
      'Usuwanie, administratorzy, klucze podpisujące, sekrety aplikacji, odbiorcy dziennika oraz hasła, składniki i adresy innych osób.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Tokeny dostępu', 'Nieprzezroczyste i JWT.'],
    idTokenLifetime: ['Tokeny ID'],
    refreshTokenIdleExpiration: ['Nieużywane tokeny odświeżania'],
    refreshTokenExpiration: ['Tokeny odświeżania, najdłużej'],
  },
  generator: {
    length: ['Długość', 'Od 1 do 255 znaków.'],
    expiry: ['Ważność', '0: bez ograniczeń.'],
    includeLowerLetters: ['Małe litery'],
    includeUpperLetters: ['Wielkie litery'],
    includeDigits: ['Cyfry'],
    includeSymbols: ['Symbole'],
  },
  defaultLanguage: { language: ['Język osób, które żadnego nie wybrały'] },
  allowedLanguages: {
    allowedLanguages: ['Języki stron i e-maili', 'Puste: wszystkie. Musi być wśród nich język domyślny.'],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Odwiedzający nie mogą rejestrować organizacji',
      'Strona rejestracji nie jest wtedy dostępna.',
    ],
  },
  loginFlag: {
    required: ['Każda aplikacja używa strony logowania pod poniższym adresem'],
    baseUri: [
      'Adres Twojej strony logowania',
      'https, bez parametrów. Puste: strona logowania tego serwera.',
    ],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Logowanie bez wskazanej organizacji i tak korzysta z ustawień instancji.',
    ],
    oidcTokenExchange: [
      'oidcTokenExchange',
      'Zawsze włączona dla klientów, które są do tego skonfigurowane.',
    ],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Zawsze włączona dla aplikacji, które mają odpowiedni adres.',
    ],
    permissionCheckV2: ['permissionCheckV2', 'Listy zawsze pomijają to, czego wywołujący nie może odczytać.'],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Wylogowanie zawsze kończy jedną sesję.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Błędy zawsze podają przyczynę i środek zaradczy.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Tokeny nigdy nie są zdarzeniami osób.'],
    userSchema: ['userSchema', 'Jej usługi już nie istnieją.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Dla innej konsoli.'],
  },
}
