import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { hostedBrowser, type Visitor } from './hostedBrowser.ts'
import { hostedPerson } from './hostedPeople.ts'

const server = await testServer()
const browser = await hostedBrowser(server)

/** What the browser wants, and the titles of three pages in that language. */
const languages = {
  'de-CH': ['de', 'Anmelden', 'Geben Sie Ihr Passwort ein', 'Anmeldung und Sicherheit'],
  'es-MX': ['es', 'Iniciar sesión', 'Escribe tu contraseña', 'Inicio de sesión y seguridad'],
  'fr-CA': ['fr', 'Se connecter', 'Saisissez votre mot de passe', 'Connexion et sécurité'],
  it: ['it', 'Accedi', 'Inserisci la password', 'Accesso e sicurezza'],
  'pt-BR': ['pt', 'Entrar', 'Digite a sua senha', 'Entrada e segurança'],
  nl: ['nl', 'Inloggen', 'Vul je wachtwoord in', 'Inloggen en beveiliging'],
  pl: ['pl', 'Logowanie', 'Wpisz hasło', 'Logowanie i bezpieczeństwo'],
  'ja-JP': ['ja', 'ログイン', 'パスワードを入力', 'ログインとセキュリティ'],
  'zh-CN': ['zh', '登录', '输入密码', '登录与安全'],
} as const

/** The colons that differ from that of English. */
const colons: Readonly<Record<string, string>> = { fr: '\u202f: ', ja: '：', zh: '：' }

const heading = (visitor: Visitor) => visitor.page.getByRole('heading', { level: 1 }).innerText()
const press = async ({ page }: Visitor) => {
  await Promise.all([
    page.waitForEvent('load'),
    page.locator('main form button[type=submit]').first().click(),
  ])
}
const narrow = { widths: [320], themes: ['light'] } as const

test.each(Object.entries(languages))(
  'pages for a browser in %s are in its language and fit 320 pixels',
  async (locale, [language, ...titles]) => {
    const { loginName, password } = await hostedPerson(server)
    const visitor = await browser.visitor({ locale, width: 320 })
    await visitor.open('/ui/account/factors')
    const shown = [await heading(visitor)]
    await visitor.look(`name-${language}`, narrow)
    const picker = await visitor.page.locator('details.languages summary').textContent()
    expect(picker).toMatch(new RegExp(`\\S${colons[language] ?? ': '}\\S`))
    await visitor.page.locator('input[name=loginName]').fill(loginName)
    await press(visitor)
    shown.push(await heading(visitor))
    await visitor.page.locator('input[name=password]').fill('wrong')
    await press(visitor)
    await visitor.look(`password-${language}`, narrow)
    await visitor.page.locator('input[name=password]').fill(password)
    await press(visitor)
    shown.push(await heading(visitor))
    await visitor.look(`factors-${language}`, narrow)
    expect(shown).toEqual(titles)
    expect(await visitor.page.locator('html').getAttribute('lang')).toBe(language)
    await visitor.close()
  },
)
