import { expect, test } from 'vitest'
import { refusalPage } from './refusalPage.ts'

test('a fault of the server has its reference and a way to open the page again; a refusal has its reason', () => {
  const fault = refusalPage({ status: 500, message: 'an internal error occurred (reference r-1)' })('n')
  expect(fault).toContain('An internal error occurred (reference r-1).')
  expect(fault).toMatch(/<a [^>]*href=""[^>]*>Open the page again</)
  const refusal = refusalPage({ status: 403, message: 'this <form> is foreign; open the page here' })('n')
  expect(refusal).toContain('This &lt;form&gt; is foreign; open the page here.')
  expect(refusal).not.toContain('Open the page again')
})
