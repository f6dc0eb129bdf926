import { expect, test } from 'vitest'
import { isAppLink, isWebLink } from './linkScheme.ts'

test.each([
  ['https://app.example/cb', true, true],
  ['http://localhost:3000', true, true],
  ['myapp:callback', false, true],
  ['com.example.app:/cb', false, true],
  ['app.example/cb', false, false],
  ['//app.example', false, false],
  ['https:', false, false],
  ['https:\\\\app.example', false, false],
  ['javascript:alert(1)', false, false],
  ['JAVASCRIPT:alert(1)', false, false],
  ['java\nscript:alert(1)', false, false],
  ['vbscript:x', false, false],
  ['data:text/html,x', false, false],
  ['blob:https://app.example/1', false, false],
  ['file:///etc/passwd', false, false],
  ['view-source:https://app.example', false, false],
])('%j is a web link: %s, a link of an app: %s', (uri, isWeb, isApp) => {
  expect([isWebLink(uri), isAppLink(uri)]).toEqual([isWeb, isApp])
})
