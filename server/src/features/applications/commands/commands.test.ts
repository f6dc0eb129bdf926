import { expect, test } from 'vitest'
import { fold } from '../../../testing/fold.ts'
import type { ProjectState } from '../../projects/index.ts'
import { defaultOidcConfig } from '../config.ts'
import { applicationsFacet } from '../state.ts'
import { addApplication, type NewProtocol } from './addApplication.ts'
import { changeApplication } from './changeApplication.ts'
import { addKey } from './changeCredentials.ts'

const project = { kind: 'project' } as ProjectState
const protocol: NewProtocol = { kind: 'oidc', clientId: 'c', secretId: null, config: defaultOidcConfig }
const added = (name: string, appId = name, of: NewProtocol = protocol) => {
  const events = addApplication(project, {}, { appId, name, protocol: of })
  if ('code' in events) throw new Error(events.code)
  return events
}
const codeOf = (outcome: unknown) => (outcome as { code?: string }).code?.replace('applications.', '')

test('an app needs a project, a name of its own and an id of its own', () => {
  const apps = fold(applicationsFacet, added('Shop', 'a'))
  const add = (name: string, appId = 'b', of: ProjectState = project) =>
    codeOf(addApplication(of, apps, { appId, name, protocol }))
  expect(add('Shop', 'b', { kind: 'none' })).toBe('projects.missing')
  expect(add('Shop')).toBe('name_taken')
  expect(add(' Shop ')).toBe('name_taken')
  expect(add('Other', 'a')).toBe('id_taken')
  expect(add(' ')).toBe('name_blank')
  expect(add('Other')).toBeUndefined()
})

test('a project has at most 500 apps', () => {
  const apps = fold(applicationsFacet, Array.from({ length: 499 }, (_, at) => added(`app ${at}`)).flat())
  const last = added('last')
  expect(codeOf(addApplication(project, apps, { appId: 'last', name: 'last', protocol }))).toBeUndefined()
  const full = fold(applicationsFacet, last, apps)
  expect(codeOf(addApplication(project, full, { appId: 'more', name: 'more', protocol }))).toBe(
    'project_too_large',
  )
})

test('a change holds only what differs, and a change without effect is refused', () => {
  const apps = fold(applicationsFacet, added('Shop', 'a'))
  const change = (changes: object, name?: string) =>
    changeApplication(apps, { appId: 'a', name, settings: { kind: 'oidc', changes } })
  expect(change({ devMode: true, appType: 'web' })).toEqual([
    { type: 'project.application.config.oidc.changed', payload: { appId: 'a', changes: { devMode: true } } },
  ])
  expect(codeOf(change({ devMode: false }))).toBe('unchanged')
  expect(change({ devMode: false }, 'Store')).toEqual([
    { type: 'project.application.changed', payload: { appId: 'a', name: 'Store' } },
  ])
  expect(codeOf(change({ grantTypes: ['implicit'] }))).toBe('code_grant_missing')
  expect(codeOf(changeApplication(apps, { appId: 'b', name: 'x' }))).toBe('not_found')
})

test('settings and metadata of another kind are refused', () => {
  const saml: NewProtocol = {
    kind: 'saml',
    config: { metadata: { kind: 'url', url: 'https://sp.example.com' }, loginVersion: null },
  }
  const apps = fold(applicationsFacet, [...added('Shop', 'a'), ...added('SP', 's', saml)])
  const api = { kind: 'api' as const, changes: {} }
  expect(codeOf(changeApplication(apps, { appId: 'a', settings: api }))).toBe('wrong_kind')
  expect(codeOf(changeApplication(apps, { appId: 'a', settings: api, metadata: {} }))).toBe('wrong_kind')
  expect(codeOf(changeApplication(apps, { appId: 's', metadata: {} }))).toBe('metadata_of_clients')
  const key = { appId: 's', keyId: 'k', expiresAt: '', publicKey: '' }
  expect(codeOf(addKey(apps, key))).toBe('without_keys')
})
