import { expect, test } from 'vitest'
import { parseTemplate } from '../../contract/restRoutes.ts'
import { RouteTrie } from './routeTrie.ts'

function trieOf(...routes: readonly string[]): RouteTrie<string> {
  const trie = new RouteTrie<string>()
  for (const route of routes) {
    const [httpMethod = '', template = ''] = route.split(' ')
    trie.add({ httpMethod, ...parseTemplate(template) }, route)
  }
  return trie
}

const trie = trieOf(
  'GET /users/{id}',
  'GET /users/me',
  'POST /users/_search',
  'GET /users/me/sessions',
  'DELETE /users/{id}/keys/{key}',
  'PUT /roles/{key=**}',
  'POST /users/{id}:lock',
)

test.each([
  ['GET', '/users/me', 'GET /users/me'],
  ['GET', '/users/7', 'GET /users/{id}'],
  ['GET', '/users/_search', 'GET /users/{id}'],
  ['POST', '/users/_search', 'POST /users/_search'],
  ['DELETE', '/users/me/keys/1', 'DELETE /users/{id}/keys/{key}'],
  ['PUT', '/roles/a/b/c', 'PUT /roles/{key=**}'],
  ['POST', '/users/7:lock', 'POST /users/{id}:lock'],
  ['GET', '/users/7:lock', 'GET /users/{id}'],
])('%s %s is %s', (httpMethod, path, route) => {
  expect(trie.find(httpMethod, path)?.target).toBe(route)
})

test('unknown paths match nothing, known ones name their methods', () => {
  expect(trie.find('GET', '/nobody')).toBeUndefined()
  expect(trie.find('GET', '/users/7/keys')).toBeUndefined()
  expect(trie.allowed('/users/_search')).toEqual(['GET', 'POST'])
  expect(trie.allowed('/nobody')).toEqual([])
})

test('a path of one segment may have a verb, and routes that begin with a variable serve every path', () => {
  const verb = trieOf('POST /users:search')
  expect(verb.find('POST', '/users:search')?.target).toBe('POST /users:search')
  expect(verb.allowed('/groups:search')).toEqual([])
  expect(trieOf('GET /{id}').find('GET', '/anything')?.target).toBe('GET /{id}')
})
