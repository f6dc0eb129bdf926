import { expect, test } from 'vitest'
import { consolePage, notBuiltPage } from './consolePage.ts'

test('the page of a built console carries nonce and look in their places', () => {
  const built = '<head><!--look--><script nonce="__NONCE__"></script><link nonce="__NONCE__"></head>'
  const { html } = consolePage(built, ':root{--page:#fff}')
  expect(html('abc$&')).toBe(
    '<head><style nonce="abc$&">:root{--page:#fff}</style><script nonce="abc$&"></script><link nonce="abc$&"></head>',
  )
})

test('where the console is not built, one page says how to build it', () => {
  const page = notBuiltPage()
  expect(page.status).toBe(503)
  expect(page.html('n')).toContain('npm ci &amp;&amp; npm run build')
})
