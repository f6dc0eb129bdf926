import { expect, test } from 'vitest'
import type { RestOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { operate } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addOrg } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()
const first = await addOrg(server, 'Names A')
const second = await addOrg(server, 'Names B')
const callers = await addCallers(server, first.orgId, 'IAM_OWNER_VIEWER', 'ORG_OWNER_VIEWER')

async function namesOf(ids: readonly string[], options?: RestOptions) {
  const path = `organizations?${new URLSearchParams(ids.map((id) => ['id', id]))}`
  const reply = (await operate(server, 'GET', path, options)) as unknown as {
    readonly organizations: readonly { readonly orgId: string; readonly name: string }[]
  }
  return reply.organizations
}

test('names of organizations are refused without a token of this instance, without an id, and for too many', async () => {
  expect((await refusalOf(namesOf([first.orgId], callers['no token']))).code).toBe('Unauthenticated')
  expect((await refusalOf(namesOf([first.orgId], callers['another instance']))).code).toBe('Unauthenticated')
  expect((await refusalOf(namesOf([]))).code).toBe('InvalidArgument')
  expect((await refusalOf(namesOf(Array.from({ length: 101 }, () => first.orgId)))).code).toBe(
    'InvalidArgument',
  )
})

test('callers receive the names of organizations that they may read, once each; unknown ids are left out', async () => {
  const both = [second.orgId, first.orgId, 'unknown', first.orgId]
  const names = [
    { orgId: first.orgId, name: first.name },
    { orgId: second.orgId, name: second.name },
  ]
  expect(await namesOf(both)).toEqual(names)
  expect(await namesOf(both, callers['IAM_OWNER_VIEWER'])).toEqual(names)
  expect(await namesOf(both, callers['ORG_OWNER_VIEWER'])).toEqual(names.slice(0, 1))
  expect(await namesOf(both, callers['no membership'])).toEqual([])
  expect(await namesOf(both, callers['ORG_OWNER elsewhere'])).toEqual([])
})
