import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Vormgeving',
    intro: 'Kleuren, logo, pictogram en lettertype van inlogpagina’s, accountpagina’s en e-mails.',
  },
  messages: {
    title: 'Berichtteksten',
    intro: 'Wat er in e-mails en sms’en staat, in elke taal.',
  },
  loginTexts: {
    title: 'Inlogteksten',
    intro: 'Wat er op de inlogpagina’s staat, in elke taal.',
  },
  email: {
    title: 'E-mailverzending',
    intro: 'De mailserver of dienst die codes, uitnodigingen en meldingen verstuurt.',
  },
  sms: {
    title: 'Sms-verzending',
    intro: 'De dienst die codes naar telefoons stuurt.',
  },
  domains: {
    title: 'Domeinen van de instantie',
    intro: 'Waar de instantie bereikbaar is, en welke andere domeinen ze vertrouwt.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Autorisaties',
  add: 'Autorisatie toevoegen',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Projecten',
  add: 'Nieuw project',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Logboek',
  command: 'Logboek van wijzigingen en aanmeldingen',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Instellingen',
  pages: {
    login: ['Inloggen', 'Wachtwoorden, passkeys, tweede stappen, en hoelang ze gelden.'],
    complexity: ['Wachtwoordregels', 'Wat een nieuw wachtwoord moet bevatten, en wanneer het verloopt.'],
    lockout: ['Vergrendeling', 'Na hoeveel mislukte pogingen een persoon wordt vergrendeld, en hoelang.'],
    domain: [
      'Inlognamen en domeinen',
      'Of inlognamen op een domein eindigen, en of domeinen moeten worden bevestigd.',
    ],
    notification: ['Meldingen', 'E-mails over wijzigingen van een account.'],
    privacy: ['Links', 'Voorwaarden, privacyverklaring, hulp en support op de inlogpagina’s.'],
    security: [
      'Beveiliging',
      'Frames, handelen namens anderen, en regels voor het wijzigen van inloggegevens.',
    ],
    oidc: ['Tokens', 'Hoelang de tokens van applicaties geldig zijn.'],
    generators: ['Codes en geheimen', 'Lengte, geldigheidsduur en tekens van gegenereerde codes.'],
    languages: ['Talen', 'De standaardtaal, en de talen die mogen worden gebruikt.'],
    restrictions: ['Registratie', 'Of bezoekers organisaties mogen registreren.'],
    features: ['Functies', 'Een eigen inlogpagina, en de flags van het API-contract.'],
    keys: ['Ondertekeningssleutels', 'De sleutels die tokens ondertekenen: huidige, volgende en vroegere.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Werken als systeemgebruiker',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organisaties',
  add: 'Nieuwe organisatie',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Personen',
  addTitles: { person: 'Nieuwe persoon', machine: 'Nieuwe machine' },
  lifecycles: {
    invited: 'Uitgenodigd, nog niet geaccepteerd',
    unverified: 'E-mailadres niet bevestigd',
  },
  dormant: (days: number) => `Al ${days} dagen geen sessie of token`,
  importTitle: 'Personen importeren uit CSV',
}

export const commands: Translation['commands'] = { add: 'Nieuwe applicatie' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Logboekdoelen',
  intro: 'Andere systemen die elke gebeurtenis van het logboek ontvangen, zoals een SIEM.',
}
