import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `${title} is een instelling van de hele instantie. Kies ‘Hele instantie’ bovenaan de pagina`,
  notFound: 'Deze pagina met instellingen bestaat niet. Open de lijst van alle instellingen',
  policies: {
    login: { title: 'Regels', intro: 'Voor iedereen die op dit niveau inlogt.' },
    complexity: {
      title: 'Wat een nieuw wachtwoord moet bevatten',
      intro: 'Bestaande wachtwoorden blijven zoals ze zijn.',
    },
    age: { title: 'Hoelang een wachtwoord geldt', intro: 'In dagen sinds het is ingesteld.' },
    lockout: { title: 'Grenzen', intro: 'Een vergrendelde persoon kan nergens mee inloggen.' },
    domain: { title: 'Regels', intro: 'Alleen beheerders van de instantie wijzigen ze.' },
    privacy: {
      title: 'Adressen',
      intro:
        'Inlogpagina’s en e-mails tonen de adressen die niet leeg zijn. {{.Lang}} staat voor de taal van de pagina.',
    },
    notification: { title: 'E-mails' },
    security: { title: 'Frames, handelen namens anderen, en inloggegevens' },
    oidc: {
      title: 'Geldigheidsduur van tokens',
      intro: 'Voor tokens die al zijn uitgegeven, verandert er niets.',
    },
    restrictions: { title: 'Registratie van organisaties' },
    defaultLanguage: { title: 'Standaardtaal' },
    allowedLanguages: { title: 'Toegestane talen' },
    loginFlag: {
      title: 'Eigen inlogpagina',
      intro: 'Stuurt de personen van alle applicaties naar een inlogpagina die jij beheert.',
    },
    flags: {
      title: 'Andere flags van het API-contract',
      intro:
        'Ze worden opgeslagen voor clients die ze instellen. Deze server heeft geen tweede gedrag om op over te schakelen.',
    },
  },
  parts: {
    ways: 'Manieren om in te loggen',
    factors: 'Tweede stappen',
    names: 'Inlognamen',
    pages: 'Pagina’s',
    lifetimes: 'Hoelang een bewijs geldt',
  },
  factors: {
    title: 'Toegestane factoren',
    intro: 'Een wijziging wordt meteen opgeslagen, nadat je hebt gezien wie ze raakt.',
    second: 'Tweede stappen, na het wachtwoord',
    multi: 'Meerdere factoren tegelijk',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Authenticator-app', 'Codes van een app op de telefoon.'],
      SECOND_FACTOR_TYPE_U2F: ['Beveiligingssleutel', 'Een phishingbestendige sleutel of zo’n apparaat.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Code per e-mail', 'Zo veilig als de mailbox.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Herstelcodes',
        'Vervangen een verloren factor. Toegestaan zolang het beleid er niets over zegt.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Code per sms', 'Nummers kunnen worden overgenomen.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Passkey met pincode of vingerafdruk',
        'Heeft geen wachtwoord nodig.',
      ],
    },
    named: 'Uitdrukkelijk toegestaan',
    allowNow: 'Toestaan',
    forbidNow: 'Verbieden',
    allow: (name: string) => `Toestaan: ${name}`,
    forbid: (name: string) => `Niet meer toestaan: ${name}`,
    save: 'Opslaan',
    allowed: (name: string) => `Toegestaan: ${name}.`,
    forbidden: (name: string) => `Niet meer toegestaan: ${name}.`,
  },
  warnings: {
    noWayIn: 'Wachtwoorden noch passkeys zouden zijn toegestaan: niemand zou kunnen inloggen, jij ook niet.',
    noFactor:
      'Een tweede stap is vereist, maar er is er geen toegestaan: niemand kan instellen wat nodig is.',
    shortPasswords: 'Wachtwoorden van minder dan 8 tekens zijn snel te raden.',
    noLock: 'Zonder grens kunnen wachtwoorden of codes eindeloos worden geraden.',
    lockForEver:
      'Alleen een beheerder kan vergrendelingen dan opheffen: wie een inlognaam kent, kan de eigenaar met onjuiste wachtwoorden buitensluiten.',
    namesWithDomain:
      'Alle inlognamen eindigen dan op een domein van de organisatie. Vertel de personen eerst hun nieuwe namen.',
    namesWithoutDomain:
      'Alle inlognamen verliezen hun domein. Twee personen met dezelfde gebruikersnaam kunnen die niet allebei houden; de wijziging wordt dan geweigerd.',
    noOrigins: 'Frames zijn toegestaan, maar er is geen pagina genoemd die ze mag hebben.',
    impersonation: 'Wie de rol ervoor heeft, kan als een andere persoon handelen.',
    anyCredentials:
      'Beheerders kunnen dan de inloggegevens instellen van personen met meer rechten dan zijzelf, en zo die rechten krijgen.',
    noFreshProof:
      'Wie een open browser vindt, kan dan het wachtwoord en de factoren van de eigenaar wijzigen.',
    longTokens: 'Een gestolen access token dat langer dan een dag geldt, is meer waard.',
    guessable: 'Er zijn zo weinig van deze codes dat ze te raden zijn.',
    ownLogin:
      'Niemand kan inloggen, hier ook niet, als de inlogpagina op dit adres niet werkt. Open die eerst.',
  },
  clash: (labels: string) =>
    `Iemand anders heeft dit intussen gewijzigd: ${labels}. Sla nog een keer op om tussen beide te kiezen`,
  ownBeside:
    'Dit zijn waarden van de organisatie zelf. Waar de instantie een andere waarde heeft, staat die ernaast.',
  saveTogether:
    'Met opslaan krijgt deze organisatie eigen waarden, allemaal: latere wijzigingen van de instantie werken hier niet meer door.',
  readOnly: (right: string) => `Om het te wijzigen, heb je het recht ${right} nodig.`,
  credentialRights: [
    { value: 'held', label: 'Van personen die niet meer rechten hebben dan zijzelf' },
    { value: 'contract', label: 'Van iedereen die ze mogen wijzigen' },
  ],
  reasonDemand: [
    { value: 'none', label: 'Van niemand' },
    { value: 'people', label: 'Van personen; machines geven er alleen een als ze voor anderen handelen' },
  ],
  generators: [
    ['INIT_CODE', 'Eerste code van een persoon', 'Stelt het eerste wachtwoord in.'],
    ['VERIFY_EMAIL_CODE', 'Code voor een e-mailadres', 'Bevestigt een adres.'],
    ['VERIFY_PHONE_CODE', 'Code voor een telefoonnummer', 'Bevestigt een nummer.'],
    [
      'PASSWORD_RESET_CODE',
      'Code voor een nieuw wachtwoord',
      'Gaat per e-mail naar wie het wachtwoord is vergeten.',
    ],
    ['PASSWORDLESS_INIT_CODE', 'Code voor een passkey', 'Deel van een registratielink.'],
    ['APP_SECRET', 'Geheimen van applicaties en machines', 'Ze verlopen niet.'],
    ['OTP_SMS', 'Tweede stap per sms', 'Wordt ingevuld bij het inloggen.'],
    ['OTP_EMAIL', 'Tweede stap per e-mail', 'Wordt ingevuld bij het inloggen.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'onbeperkt geldig'
        : seconds % 3600 === 0
          ? `${seconds / 3600} uur geldig`
          : `${(Math.round((seconds / 60) * 100) / 100).toLocaleString('nl')} min geldig`
    return `${length} tekens, ${time}`
  },
  flags: {
    instance: 'Ingesteld op deze instantie',
    system: 'Van het systeem',
    unset: 'Niet ingesteld',
    reset: 'Alle terugzetten',
    resetTitle: 'Alle flags terugzetten?',
    resetText:
      'Alle flags van deze instantie, ook die van de eigen inlogpagina, krijgen dan de waarden van het systeem.',
    resetDone: 'De flags zijn teruggezet.',
  },
  keys: {
    title: 'Sleutels',
    intro:
      'Eén sleutel ondertekent. Clients onthouden de gepubliceerde sleutels enkele minuten. Maak de volgende daarom een tijdje aan voordat je hem activeert, en verwijder een vroegere pas als geen token dat hij heeft ondertekend nog geldt.',
    id: 'ID',
    kind: 'Soort',
    state: 'Status',
    created: 'Aangemaakt',
    changed: 'Gewijzigd',
    states: {
      STATE_INITIAL: ['Volgende', 'quiet'],
      STATE_ACTIVE: ['In gebruik', 'good'],
      STATE_INACTIVE: ['Vroegere', 'warn'],
      STATE_REMOVED: ['Verwijderd', 'warn'],
    },
    add: 'Nieuwe sleutel',
    addText: 'Hij wordt meteen gepubliceerd en ondertekent niets totdat je hem activeert.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): elke client kent het' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Elliptische kromme P-256 (ES256): klein en snel' },
      { value: 'ecdsa-P384', label: 'Elliptische kromme P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Elliptische kromme P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'De sleutel is aangemaakt.',
    activate: 'Activeren',
    activateTitle: 'Vanaf nu met deze sleutel ondertekenen?',
    activateText:
      'Clients die deze sleutel nog niet hebben opgehaald, weigeren nieuwe tokens tot ze dat doen. De vorige sleutel blijft gepubliceerd, dus de tokens ervan blijven geldig.',
    activated: 'De sleutel is in gebruik.',
    remove: 'Verwijderen',
    removeTitle: 'Deze sleutel verwijderen?',
    removeText:
      'Tokens die hij heeft ondertekend, worden vanaf dat moment geweigerd, ook als ze nog geldig zijn.',
    removed: 'De sleutel is verwijderd.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `De server heeft de inlogpagina op dit adres opgevraagd en kreeg HTTP ${status}.`,
  name_unknown: 'De server kan dit adres niet bereiken: de naam is niet bekend.',
  connection_refused: 'De server kan dit adres niet bereiken: er worden daar geen verbindingen aangenomen.',
  timeout: 'De server kan dit adres niet bereiken: er kwam binnen 5 seconden geen antwoord.',
  certificate: 'De server kan dit adres niet veilig bereiken: hij vertrouwt het certificaat daar niet.',
  failed: 'De server kan dit adres niet bereiken: de verbinding is mislukt.',
  not_allowed:
    'Het adres kon niet worden gecontroleerd: de server mag geen adressen van privénetwerken opvragen.',
  not_public:
    'Het adres kon niet worden gecontroleerd: de naam is niet bekend of het hoort bij een privénetwerk. Controleer de spelling.',
  not_asked: 'Het adres kon niet worden gecontroleerd.',
}
