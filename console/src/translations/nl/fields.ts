import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['Inloggen met een wachtwoord', 'Uit: alleen passkeys blijven over.'],
    passwordlessType: [
      'Inloggen met een passkey',
      'Een passkey vervangt het wachtwoord en is meteen ook een tweede stap.',
    ],
    allowRegister: ['Personen mogen zichzelf registreren', 'In de organisatie die de applicatie noemt.'],
    allowExternalIdp: [
      'Inloggen met andere providers',
      'Werkt zodra er een identiteitsprovider is ingesteld.',
    ],
    defaultRedirectUri: [
      'Waar je heen gaat als je van geen applicatie kwam',
      'Een adres dat met https begint, of dat van een app. Leeg: de accountpagina.',
    ],
    forceMfa: ['Iedereen heeft een tweede stap nodig'],
    forceMfaLocalOnly: [
      'Personen van deze server hebben een tweede stap nodig',
      'Wie met een andere provider inlogt, heeft er geen nodig.',
    ],
    mfaInitSkipLifetime: ['Opnieuw vragen een factor in te stellen na', '0: niet vragen.'],
    ignoreUnknownUsernames: [
      'Verbergen of een inlognaam bestaat',
      'Ook bij onbekende namen wordt om een wachtwoord gevraagd, zodat niemand kan ontdekken wie een account heeft.',
    ],
    allowDomainDiscovery: [
      'De organisatie vinden via het domein van de inlognaam',
      'Onbekende namen van een bevestigd domein horen bij de organisatie ervan.',
    ],
    disableLoginWithEmail: ['Geen e-mailadres als inlognaam accepteren'],
    disableLoginWithPhone: ['Geen telefoonnummer als inlognaam accepteren'],
    hidePasswordReset: ['‘Wachtwoord vergeten?’ verbergen'],
    passwordCheckLifetime: ['Wachtwoord'],
    secondFactorCheckLifetime: ['Tweede stap'],
    multiFactorCheckLifetime: ['Passkey'],
    externalLoginCheckLifetime: ['Andere provider'],
  },
  complexity: {
    minLength: ['Minimaal aantal tekens', 'Van 1 tot 72.'],
    hasUppercase: ['Een hoofdletter (A–Z)'],
    hasLowercase: ['Een kleine letter (a–z)'],
    hasNumber: ['Een cijfer (0–9)'],
    hasSymbol: ['Een leesteken of symbool'],
  },
  age: {
    maxAgeDays: [
      'Wachtwoorden verlopen na',
      '0: nooit. Daarna is een nieuw nodig bij de volgende keer inloggen.',
    ],
    expireWarnDays: ['Vooraf waarschuwen', '0: geen waarschuwing.'],
  },
  lockout: {
    maxPasswordAttempts: ['Onjuiste wachtwoorden tot vergrendeling', '0: nooit.'],
    maxOtpAttempts: ['Onjuiste codes tot vergrendeling', '0: nooit.'],
    releaseAfter: ['Een vergrendeling eindigt vanzelf na', '0: alleen een beheerder ontgrendelt.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Inlognamen eindigen op een domein van de organisatie',
      'Twee organisaties mogen dan dezelfde gebruikersnaam hebben. Een wijziging verandert alle inlognamen.',
    ],
    validateOrgDomains: [
      'Domeinen van organisaties moeten worden bevestigd',
      'Uit: een domein telt zodra het is toegevoegd.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['De afzender van e-mails heeft een domein van de instantie'],
  },
  notification: {
    passwordChange: ['E-mail sturen aan personen van wie het wachtwoord is gewijzigd'],
  },
  privacy: {
    tosLink: ['Gebruiksvoorwaarden'],
    privacyLink: ['Privacyverklaring'],
    helpLink: ['Hulp'],
    supportEmail: ['E-mailadres van support'],
    docsLink: ['Documentatie'],
    customLink: ['Een eigen link'],
    customLinkText: ['De tekst ervan'],
  },
  security: {
    enableIframeEmbedding: [
      'Andere pagina’s mogen de inlogpagina in een frame tonen',
      'Met frames is het makkelijker om iemand ongewild te laten klikken. Noem de pagina’s die het mogen.',
    ],
    allowedOrigins: [
      'Pagina’s die het mogen',
      'Zoals https://app.example.com. Druk na elke pagina op Enter.',
    ],
    enableImpersonation: [
      'Gebruikers mogen namens anderen handelen',
      'Via token exchange; iedereen heeft er ook een rol voor nodig.',
    ],
    credentialRights: [
      'Van wie een beheerder de inloggegevens mag instellen',
      'Wie een wachtwoord of passkey van een persoon instelt, kan als die persoon handelen.',
    ],
    freshProof: [
      'Voor het wijzigen van inloggegevens is een nieuw bewijs nodig',
      'Ook voor het verwijderen van organisaties, het geven van rollen op de instantie, het wijzigen van ondertekeningssleutels of logboekdoelen en het handelen namens anderen. Tenzij het vorige hoogstens zoveel minuten oud is. 0: niet nodig. Hoogstens 1.440.',
    ],
    reasonDemand: [
      'Gevoelige handelingen vragen om een reden, die in het logboek blijft',
      'Verwijderingen, beheerders, ondertekeningssleutels, geheimen van applicaties, logboekdoelen, en wachtwoorden, factoren en adressen van anderen.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Access tokens', 'Opaak en JWT.'],
    idTokenLifetime: ['ID-tokens'],
    refreshTokenIdleExpiration: ['Ongebruikte refresh tokens'],
    refreshTokenExpiration: ['Refresh tokens uiterlijk'],
  },
  generator: {
    length: ['Lengte', 'Van 1 tot 255 tekens.'],
    expiry: ['Geldig gedurende', '0: onbeperkt.'],
    includeLowerLetters: ['Kleine letters'],
    includeUpperLetters: ['Hoofdletters'],
    includeDigits: ['Cijfers'],
    includeSymbols: ['Symbolen'],
  },
  defaultLanguage: { language: ['Taal van personen die er geen hebben gekozen'] },
  allowedLanguages: {
    allowedLanguages: ['Talen van pagina’s en e-mails', 'Leeg: alle. De standaardtaal moet erbij zijn.'],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Bezoekers mogen geen organisaties registreren',
      'De pagina ervoor wordt dan niet gevonden.',
    ],
  },
  loginFlag: {
    required: ['Elke applicatie gebruikt de inlogpagina op het adres hieronder'],
    baseUri: ['Adres van je inlogpagina', 'https, zonder query. Leeg: de inlogpagina van deze server.'],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Een aanmelding die geen organisatie noemt, volgt sowieso de instantie.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Altijd aan, voor clients die ervoor zijn ingesteld.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Altijd aan, voor applicaties die er een adres voor hebben.',
    ],
    permissionCheckV2: ['permissionCheckV2', 'Lijsten laten altijd weg wat de aanroeper niet mag lezen.'],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Uitloggen beëindigt altijd één sessie.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Fouten noemen altijd de oorzaak en de oplossing.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Tokens zijn nooit gebeurtenissen van personen.'],
    userSchema: ['userSchema', 'De diensten ervan bestaan niet meer.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Voor een andere console.'],
  },
}
