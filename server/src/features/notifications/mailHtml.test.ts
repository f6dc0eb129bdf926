import { describe, expect, test } from 'vitest'
import { mailColors, mailHtml } from './mailHtml.ts'
import { plainBody, renderMessage, smsBody } from './renderMessage.ts'
import { effectiveText } from './texts/effectiveText.ts'
import { fillText, refuseText, textFields } from './texts/textTemplate.ts'

const text = effectiveText('VerifyEmail', ['en'], [])

describe('a mail', () => {
  const message = renderMessage(text, 'en', {
    DisplayName: '<script>alert("x")</script>\r\nBcc: all@mail.example',
    Code: 'A&B',
    Expiry: '1 hour',
    URL: 'https://id.example/verify?code=A%26B&userId="1"',
  })
  const html = mailHtml(message)

  test('escapes every value, in text and attributes', () => {
    expect(html).not.toContain('<script>')
    expect(html).toContain('&#60;script&#62;')
    expect(html).toContain('href="https://id.example/verify?code=A%26B&#38;userId=&#34;1&#34;"')
  })

  test('has a language, a button, a preheader and a heading, and hides layout tables from screen readers', () => {
    expect(html.match(/<(html|div) lang="en" dir="ltr">/g)).toEqual([
      '<html lang="en" dir="ltr">',
      '<div lang="en" dir="ltr">',
    ])
    expect(html.match(/<table /g)?.length).toBe(html.match(/<table role="presentation"/g)?.length)
    expect(html).toContain('>Confirm address</a>')
    expect(html).toContain('Is this your address?')
    expect(html).toContain('<h1')
    expect(html).not.toMatch(/<img|<script|<link|url\(/)
  })

  test('keeps the subject on one line', () => {
    const subject = renderMessage({ ...text, subject: 'Hi {{.DisplayName}}' }, 'en', {
      DisplayName: 'a\r\nBcc: b',
    })
    expect(subject.subject).toBe('Hi a Bcc: b')
  })

  test('has the same content in plain text', () => {
    expect(plainBody(message)).toContain('enter the code A&B. It is valid for 1 hour.')
    expect(plainBody(message)).toContain('Confirm address:\nhttps://id.example/verify')
    expect(smsBody(message)).toMatch(/^This address[^\n]+\nhttps:\/\/id\.example/)
  })

  test.each([
    ['fr-CA', 'Confirm address\u202f:\nhttps'],
    ['ja', 'Confirm address：\nhttps'],
  ])('puts the colon of %s before the address', (language, line) => {
    expect(plainBody({ ...message, language })).toContain(line)
  })

  test('runs from right to left if the language does', () => {
    expect(mailHtml({ ...message, language: 'ar' })).toContain('<html lang="ar" dir="rtl">')
  })

  test.each([
    [mailColors.text, mailColors.card],
    [mailColors.quiet, mailColors.card],
    [mailColors.buttonText, mailColors.button],
  ])('is readable: %s on %s', (front, back) => {
    expect(contrast(front, back)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('texts', () => {
  test('contain values that are not parsed as templates', () => {
    expect(fillText('{{.FirstName}} {{ .Code }}', { FirstName: '{{.Code}}', Code: '1' })).toBe('{{.Code}} 1')
    expect(refuseText(textFields.map((field) => `{{.${field}}}`).join())).toBeUndefined()
    expect(refuseText('{{.constructor}}')).toMatchObject({ kind: 'invalid_argument' })
  })

  test('use each field from the first level and language that has it', () => {
    const org = { sv: { title: 'org sv' } }
    const instance = { sv: { title: 'instance sv', text: 'instance sv' }, de: { subject: 'instance de' } }
    expect(effectiveText('VerifyEmail', ['sv', 'de'], [org, instance])).toMatchObject({
      title: 'org sv',
      text: 'instance sv',
      subject: 'instance de',
      buttonText: 'Adresse bestätigen',
    })
  })
})

/** Contrast ratio (WCAG 2.2). */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
