import { createRegistry, type DescService, fromBinary, toJson } from '@bufbuild/protobuf'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { AuthorizationService } from '@sallyport/contract/zitadel/authorization/v2/authorization_service_pb.js'
import { OrganizationService } from '@sallyport/contract/zitadel/org/v2/org_service_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import type { Locator, Page, Request } from 'playwright-core'
import { expect } from 'vitest'
import type { ConsoleVisitor } from './consoleWorld.ts'

const services = [
  AdminService,
  ApplicationService,
  AuthorizationService,
  ManagementService,
  OrganizationService,
  ProjectService,
  UserService,
  WebKeyService,
]
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
export async function noteBodies({ page }: ConsoleVisitor): Promise<void> {
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
    body: JSON.parse(JSON.stringify(body ?? null, withoutSecrets)) ?? undefined,
  }
}

function isChange(request: Request): boolean {
  const { pathname } = new URL(request.url())
  if (request.method() === 'GET' || /^\/(oauth|oidc)\//.test(pathname)) return false
  if (request.headers()['x-sallyport-dry-run'] || pathname.endsWith('/_search')) return false
  return !/\/(List|Get|Search)\w+$/.test(pathname)
}

/** Looks at the call that a form shows, submits the form, and compares the call with the request. */
export async function compare(page: Page, form: Locator, submit: string): Promise<Call> {
  // It stays open after a form was saved.
  const show = form.getByRole('button', { name: 'As an API call', exact: true })
  if ((await show.getAttribute('aria-expanded')) === 'false') await show.click()
  const code = form.locator('code')
  await expect.poll(() => code.innerText().catch(() => '')).toMatch(/^curl/)
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

/** What a command leaves out. */
function withoutSecrets(key: string, value: unknown): unknown {
  if (key === 'credential' && typeof value === 'object') return { ...value, value: '…' }
  return /password$/.test(key) && typeof value === 'string' ? '…' : value
}
