import { describe, expect, test } from 'vitest'
import { productLanguages } from '../../../kernel/text/productLanguages.ts'
import { expiryText } from '../expiry.ts'
import { plainForSms, renderMessage, smsBody } from '../renderMessage.ts'
import { builtInTexts, fallbackTexts } from './builtIn.ts'
import { type LanguageTexts, messageFields, templates } from './message.ts'
import { refuseText } from './textTemplate.ts'

/** Every text of a language by its path, such as `VerifyEmail.subject`. */
function flat({ messages, factors, test: testMail }: LanguageTexts): ReadonlyMap<string, string> {
  const groups: readonly [string, Readonly<Record<string, string>>][] = [
    ...Object.entries(messages),
    ['factors', factors],
    ['test', testMail],
  ]
  return new Map(
    groups.flatMap(([group, texts]) =>
      Object.entries(texts).map(([name, text]) => [`${group}.${name}`, text] as const),
    ),
  )
}

const english = flat(fallbackTexts)
const textsIn = (language: string) =>
  flat(builtInTexts(language) ?? { ...fallbackTexts, messages: {} as never })
const placeholdersIn = (text: string) => [
  ...new Set([...text.matchAll(/\{\{[^}]*\}\}/g)].map(([name]) => name)),
]

/** Texts that are the same in a language as in English. */
const shared: Readonly<Record<string, readonly string[]>> = {
  de: ['factors.passkey'],
  it: ['factors.passkey'],
  nl: ['factors.passkey'],
}

describe.each(productLanguages)('%s', (language) => {
  const texts = textsIn(language)
  const wrong = (isWrong: (text: string, path: string) => boolean) =>
    [...texts].filter(([path, text]) => isWrong(text, path)).map(([path, text]) => `${path}: ${text}`)

  test('has exactly the texts of English, and none where English has none', () => {
    expect([...texts.keys()].toSorted()).toEqual([...english.keys()].toSorted())
    expect(wrong((text, path) => (text === '') !== (english.get(path) === ''))).toEqual([])
    expect(wrong((text, path) => text === '' && /\.(subject|text)$/.test(path))).toEqual([])
    expect(texts.size).toBe(templates.length * messageFields.length + 8)
  })

  test('names exactly the values that English names', () => {
    const wanted = (path: string) => placeholdersIn(english.get(path) ?? '').toSorted()
    expect(wrong((text, path) => `${placeholdersIn(text).toSorted()}` !== `${wanted(path)}`)).toEqual([])
    expect(wrong((text) => refuseText(text) !== undefined)).toEqual([])
  })

  test('is plain text without blanks at its ends or exclamations', () => {
    expect(wrong((text) => /<|&\w+;|^\s|\s$| \s|!$/.test(text))).toEqual([])
  })
})

test.each(productLanguages.filter((language) => language !== 'en'))(
  '%s leaves no English over',
  (language) => {
    const same = [...textsIn(language)].filter(([path, text]) => text !== '' && english.get(path) === text)
    expect(same.map(([path]) => path)).toEqual(shared[language] ?? [])
  },
)

test('French keeps double punctuation on the line of its word', () => {
  const texts = [...textsIn('fr')].filter(([path]) => !path.startsWith('Verify') || !path.endsWith('.text'))
  expect(texts.filter(([, text]) => /[^\u202f][?!:;»]|« /.test(text))).toEqual([])
})

test('Japanese and Chinese have the punctuation of their scripts', () => {
  const all = ['ja', 'zh'].flatMap((language) => [...textsIn(language)])
  expect(all.filter(([, text]) => /[^\w}][,.:;?!](?!\w)|[\u3040-\u9fff][(),.:;?!]/.test(text))).toEqual([])
})

/** The letters of an SMS with 160 characters (3GPP TS 23.038 §6.2.1), without those of its extension, which count twice. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/
/** Their scripts are not in that alphabet: 70 characters. */
const wide: readonly string[] = ['ja', 'zh']

describe.each(productLanguages)('an SMS in %s', (language) => {
  const now = new Date('2026-12-03T06:00:00Z')

  test.each([
    ['VerifyPhone', 6, 60],
    ['VerifySMSOTP', 8, 5],
    ['VerifySMSOTP', 8, 10],
  ] as const)('%s with %d characters for %d minutes fits one part', (template, length, minutes) => {
    const text = builtInTexts(language)?.messages[template] ?? fallbackTexts.messages[template]
    const expiresAt = new Date(now.getTime() + minutes * 60_000).toISOString()
    const sent = renderMessage(text, language, {
      Code: '7'.repeat(length),
      Domain: 'login.example-ag.com',
      Expiry: expiryText(expiresAt, now, language),
    })
    const body = smsBody(plainForSms(sent))
    expect(gsm.test(body)).toBe(!wide.includes(language))
    expect(body.length).toBeLessThanOrEqual(wide.includes(language) ? 70 : 160)
  })
})

test('an SMS has plain spaces and apostrophes for those that its alphabet lacks', () => {
  const text = { ...fallbackTexts.messages.VerifyPhone, text: 'l’heure\u202f: 1\u00a0heure {{.Domain}}' }
  const sent = renderMessage(text, 'fr', { Domain: 'a’b' })
  expect(smsBody(plainForSms(sent))).toBe("l'heure : 1 heure a'b")
  expect(sent.text).toContain('’')
})
