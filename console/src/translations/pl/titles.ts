import type { Translation } from '../translation.ts'
import { formOf } from './counted.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Wygląd',
    intro: 'Kolory, logo, ikona i czcionka stron logowania, stron konta i e-maili.',
  },
  messages: {
    title: 'Teksty wiadomości',
    intro: 'Treść e-maili i SMS-ów w każdym języku.',
  },
  loginTexts: {
    title: 'Teksty logowania',
    intro: 'Treść stron logowania w każdym języku.',
  },
  email: {
    title: 'Wysyłka e-maili',
    intro: 'Serwer pocztowy lub usługa, która wysyła kody, zaproszenia i powiadomienia.',
  },
  sms: {
    title: 'Wysyłka SMS-ów',
    intro: 'Usługa, która wysyła kody na telefony.',
  },
  domains: {
    title: 'Domeny instancji',
    intro: 'Adresy, pod którymi instancja odpowiada, i inne domeny, którym ufa.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Upoważnienia',
  add: 'Dodaj upoważnienie',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Projekty',
  add: 'Nowy projekt',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Audyt',
  command: 'Dziennik zmian i logowań',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Ustawienia',
  pages: {
    login: ['Logowanie', 'Hasła, klucze dostępu, drugie kroki i czas ich ważności.'],
    complexity: ['Zasady haseł', 'Co musi zawierać nowe hasło i kiedy wygasa.'],
    lockout: ['Blokada', 'Po ilu nieudanych próbach osoba jest blokowana i na jak długo.'],
    domain: [
      'Loginy i domeny',
      'Czy loginy kończą się domeną i czy organizacja musi udowodnić, że domena należy do niej.',
    ],
    notification: ['Powiadomienia', 'E-maile o zmianach na koncie.'],
    privacy: ['Linki', 'Warunki, polityka prywatności, pomoc i kontakt na stronach logowania.'],
    security: [
      'Bezpieczeństwo',
      'Ramki, działanie w imieniu innych i wymagania przy zmianie danych logowania.',
    ],
    oidc: ['Tokeny', 'Jak długo ważne są tokeny aplikacji.'],
    generators: ['Kody i sekrety', 'Długość, ważność i znaki generowanych kodów.'],
    languages: ['Języki', 'Język domyślny i języki dozwolone.'],
    restrictions: ['Rejestracja', 'Czy odwiedzający mogą rejestrować organizacje.'],
    features: ['Funkcje', 'Własna strona logowania i flagi kontraktu API.'],
    keys: ['Klucze podpisujące', 'Klucze, które podpisują tokeny: używany, następne i poprzednie.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Pracuj jako użytkownik systemowy',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organizacje',
  add: 'Nowa organizacja',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Osoby',
  addTitles: { person: 'Nowa osoba', machine: 'Nowa maszyna' },
  lifecycles: {
    invited: 'Zaproszenie jeszcze nieprzyjęte',
    unverified: 'E-mail niepotwierdzony',
  },
  dormant: (days: number) => `Brak sesji i tokenów od ${days} ${formOf(days, 'dnia', 'dni', 'dni', 'dnia')}`,
  importTitle: 'Import osób z CSV',
}

export const commands: Translation['commands'] = { add: 'Nowa aplikacja' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Odbiorcy dziennika',
  intro: 'Inne systemy, które otrzymują każde zdarzenie z dziennika, na przykład SIEM.',
}
