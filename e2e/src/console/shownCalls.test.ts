import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createRegistry, type DescService, fromBinary, toJson } from '@bufbuild/protobuf'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Locator, Page, Request } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { peopleAt } from './consolePeople.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

vi.setConfig({ testTimeout: 150_000 })

const source = path.resolve(import.meta.dirname, '../../../console/src')

/** The components that show the call of whatever they send. */
const showing = /<(FormCard|Confirm|ConfirmByName|ConfirmEffects|PolicyForm|ApiCall|EndButton)\b/

/** Files with a form of their own that shows no call, and why. */
const silent: Readonly<Record<string, string>> = {
  'kit/DialogButtons.tsx': 'the buttons alone',
  'features/person/LostFactorChoice.tsx': 'a choice that the next step of the dialog uses',
  'system/SystemUserForm.tsx': 'the key of a system user stays in the page',
}

test('every form of the console shows the call that it makes', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  )
  const forms = files.filter((name) =>
    /<form\b|type="submit"|type: 'submit'|<DialogButtons\b|useEditForm[<(]/.test(
      readFileSync(path.join(source, name), 'utf8'),
    ),
  )
  expect(forms.length).toBeGreaterThan(50)
  const without = forms.filter((name) => !showing.test(readFileSync(path.join(source, name), 'utf8')))
  expect(without.toSorted()).toEqual(Object.keys(silent).toSorted())
})

const world = await consoleWorld()
const { orgId, projectId } = world
const people = peopleAt(world)

const services = [UserService, ProjectService, OrganizationService, AuthorizationService]
const registry = createRegistry(...services)

/** A call in the one form that both a command and a request have. */
interface Call {
  readonly method: string
  readonly path: string
  readonly orgId: string | undefined
  readonly reason: string | undefined
  readonly body: unknown
}

/** Reads a command as a shell would. */
function callOf(command: string): Call {
  const unquoted = (text: string) => text.replaceAll(`'\\''`, `'`)
  const quoted = `'((?:[^']|'\\\\'')*)'`
  const [, method = '', address = ''] = new RegExp(`^curl -X (\\w+) ${quoted}`).exec(command) ?? []
  const header = (name: string) => new RegExp(`-H 'x-${name}: ([^']*)'`).exec(command)?.[1]
  const [, body] = new RegExp(`-d ${quoted}$`).exec(command) ?? []
  const { pathname, search } = new URL(unquoted(address))
  return {
    method,
    path: pathname + search,
    orgId: header('zitadel-orgid'),
    reason: header('sallyport-reason'),
    body: body === undefined ? undefined : JSON.parse(unquoted(body)),
  }
}

/** Notes the bodies of requests in the page: the protocol of the browser does not have those of streams. */
async function noteBodies({ page }: ConsoleVisitor): Promise<void> {
  await page.addInitScript(() => {
    const send = globalThis.fetch
    const bodies: Record<string, number[]> = {}
    Object.assign(globalThis, { bodies })
    globalThis.fetch = async (...given: Parameters<typeof fetch>) => {
      const request = new Request(...given)
      bodies[request.url] = [...new Uint8Array(await request.clone().arrayBuffer())]
      return send(request)
    }
  })
  await page.reload()
}

async function sent(page: Page, request: Request): Promise<Call> {
  const { pathname, search } = new URL(request.url())
  const [, typeName = '', name = ''] = /^\/(zitadel\.[\w.]+)\/(\w+)$/.exec(pathname) ?? []
  const service: DescService | undefined = registry.getService(typeName)
  const method = service?.methods.find((one) => one.name === name)
  const noted = await page.evaluate(
    (url) => (globalThis as unknown as { bodies: Record<string, number[]> }).bodies[url] ?? [],
    request.url(),
  )
  const bytes = Buffer.from(noted)
  const headers = await request.allHeaders()
  const isBinary = request.headers()['content-type'] === 'application/proto'
  const body =
    method && isBinary
      ? toJson(method.input, fromBinary(method.input, bytes))
      : bytes.length > 0 && JSON.parse(bytes.toString())
  return {
    method: request.method(),
    path: pathname + search,
    orgId: headers['x-zitadel-orgid'],
    reason: headers['x-sallyport-reason'],
    body:
      JSON.parse(
        JSON.stringify(body ?? null, (key, value) =>
          /password$/.test(key) && typeof value === 'string' ? '…' : value,
        ),
      ) ?? undefined,
  }
}

function isChange(request: Request): boolean {
  const { pathname } = new URL(request.url())
  if (request.method() === 'GET' || /^\/(oauth|oidc)\//.test(pathname)) return false
  if (request.headers()['x-sallyport-dry-run'] || pathname.endsWith('/_search')) return false
  return !/\/(List|Get|Search)\w+$/.test(pathname)
}

/** Looks at the call that a form shows, submits the form, and compares the call with the request. */
async function compare(page: Page, form: Locator, submit: string): Promise<Call> {
  await form.getByRole('button', { name: 'As an API call' }).click()
  const code = form.locator('code')
  await expect.poll(() => code.innerText().catch(() => ''), { timeout: 10_000 }).toMatch(/^curl/)
  const before: string[] = []
  const noted = (request: Request) => isChange(request) && before.push(request.url())
  page.on('request', noted)
  // What the last key has changed is shown, and nothing was sent for it.
  await page.waitForTimeout(300)
  expect(before).toEqual([])
  page.off('request', noted)
  const shown = callOf(await code.innerText())
  const [request] = await Promise.all([
    page.waitForRequest(isChange),
    form.getByRole('button', { name: submit, exact: true }).click(),
  ])
  expect(shown).toEqual(await sent(page, request))
  return shown
}

test('the call that a form shows is the one that it sends', async () => {
  const olga = await world.visit('organizationOwner', `/people?add=person&org=${orgId}`)
  const { page } = olga
  await noteBodies(olga)
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Given name').fill("O'Hara")
  await dialog.getByLabel('Family name').fill('Shown')
  await dialog.getByLabel('E-mail').fill('shown@calls.test')
  await dialog.getByLabel('Set a first password').check()
  await dialog.getByLabel(/^Password(?! again)/).fill('Correct-Horse-9')
  await dialog.getByLabel('Password again').fill('Correct-Horse-9')
  await compare(page, dialog, 'Create with password')
  await page.waitForURL(/\/people\/\d+/)

  const section = (name: string) => page.locator('section', { has: page.getByRole('heading', { name }) })
  const form = page.locator('form').filter({ has: page.getByLabel('Display name') })
  await form.getByLabel('Display name').fill('Shown Otherwise')
  await compare(page, form, 'Save')
  await olga.heading('Shown Otherwise')
  await page.getByRole('button', { name: 'Change address' }).click()
  await dialog.getByLabel('E-mail address').fill('other@calls.test')
  await compare(page, dialog, 'Save')
  await section('Phone number').getByRole('button', { name: 'Add number' }).click()
  await dialog.getByLabel('Number').fill('+41 79 123 45 67')
  await compare(page, dialog, 'Save')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Deactivate' }).click()
  await dialog.getByLabel('Reason').fill('Left, says HR')
  expect((await compare(page, dialog, 'Deactivate')).reason).toBe('Left%2C%20says%20HR')
  await dialog.waitFor({ state: 'detached' })

  await olga.go(`/people?add=machine&org=${orgId}`)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Robot')
  await dialog.getByLabel('User name').fill('robot')
  await compare(page, dialog, 'Create machine')
  await page.waitForURL(/\/people\/\d+/)
  await olga.lookAt('call-shown', 'briefly')
  await olga.close()
})

test('dialogs of projects, roles, organizations and policies show the call that they send', async () => {
  const olga = await world.visit('organizationOwner', `/projects/${projectId}?org=${orgId}`)
  const { page } = olga
  await noteBodies(olga)
  const dialog = page.getByRole('dialog')
  const form = page.locator('form').filter({ has: page.getByLabel('Name of the project') })
  await form.getByLabel('Name of the project').fill('Store')
  await compare(page, form, 'Save')
  await olga.heading('Store')
  await olga.go(`/projects/${projectId}/roles?org=${orgId}`)
  await page.getByRole('button', { name: 'Add roles' }).first().click()
  await dialog.getByLabel('Key of role 1').fill('reader')
  await compare(page, dialog, 'Add roles')
  await dialog.waitFor({ state: 'detached' })
  await page
    .getByRole('row', { name: /reader/ })
    .getByRole('button', { name: 'Delete' })
    .click()
  await compare(page, dialog, 'Delete')

  await olga.go(`/organizations/${orgId}?org=${orgId}`)
  const rename = page.locator('form').filter({ has: page.getByLabel('Name of the organization') })
  await rename.getByLabel('Name of the organization').fill('Acme Shown')
  await compare(page, rename, 'Save')
  await olga.heading('Acme Shown')

  await olga.go(`/settings/lockout?org=${orgId}`)
  const limits = page
    .locator('form')
    .filter({ has: page.getByLabel('Wrong passwords until a person is locked') })
  await limits.getByLabel('Wrong passwords until a person is locked').fill('6')
  await limits.getByLabel('A lock ends by itself after').fill('20')
  await compare(page, limits, 'Save')
  await olga.close()
})

test('a question about several people shows the call for the first of them', async () => {
  const ada = await people.addAda('bulk')
  const olga = await world.visit('organizationOwner', `/people?org=${orgId}&q=${ada}`)
  await noteBodies(olga)
  await olga.page.getByLabel('Select all on this page').check()
  await olga.page.getByRole('button', { name: 'Lock', exact: true }).click()
  const dialog = olga.page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Ticket 7')
  expect((await compare(olga.page, dialog, 'Lock')).reason).toBe('Ticket%207')
  await olga.page.getByText('1 of 1 account locked.').waitFor()
  await olga.close()
})
