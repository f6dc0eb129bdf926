import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import {
  OIDCApplicationType,
  OIDCAuthMethodType,
} from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { ProjectService } from '@sallyport/contract/zitadel/project/v2/project_service_pb.js'
import { expect, test } from 'vitest'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const { server, projectId, orgId } = world
const applications = server.client(ApplicationService)
const list = `/projects/${projectId}/applications`

const button = ({ page }: ConsoleVisitor, name: string | RegExp) =>
  page.getByRole('button', { name, exact: true })

/** Reads the secret that is shown once, and closes the dialog. */
async function takeSecret(at: ConsoleVisitor): Promise<string> {
  const dialog = at.page.getByRole('dialog')
  const secret = await dialog.locator('code').first().innerText()
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await dialog.waitFor({ state: 'detached' })
  return secret
}

test('a person without rights sees neither applications nor buttons, and is told which right is missing', async () => {
  const nora = await world.visit('nobody')
  await nora.page.goto(`/ui/console${list}`)
  await nora.page.getByText(/needs the right project\.app\.read/i).waitFor()
  await nora.lookAt('applications-refused', 'briefly')
  expect(await button(nora, 'New application').count()).toBe(0)
  await nora.page.goto(`/ui/console/applications/new?project=${projectId}`)
  await nora.heading('New application')
  await nora.page.getByRole('alert').first().waitFor()
  expect(await button(nora, 'Create application').count()).toBe(0)
  await nora.close()
})

test('an application is created by its framework, with project, secret and code', async () => {
  const olga = await world.visit('organizationOwner', `/applications/new?org=${orgId}`)
  await olga.heading('New application')
  await olga.lookAt('applications-new', 'briefly')
  await olga.page.getByText('Create a project', { exact: true }).click()
  await olga.page.getByLabel('Name of the project').fill('Fresh')
  await button(olga, 'Create a project').click()
  await button(olga, /^Next\.js/).waitFor()
  await olga.lookAt('applications-frameworks')
  await olga.page.getByLabel('Search frameworks').fill('next')
  await button(olga, /^Next\.js/).click()
  await olga.page.getByLabel('Name of the application').fill('Storefront')
  await olga.lookAt('applications-review', 'briefly')
  await button(olga, 'Create application').click()
  await olga.page.getByRole('dialog').waitFor()
  const secret = await takeSecret(olga)
  expect(secret.length).toBeGreaterThan(20)
  await olga.heading('Storefront is ready')
  await olga.lookAt('applications-created')
  const { projects } = await server.client(ProjectService).listProjects({})
  const fresh = projects.find(({ name }) => name === 'Fresh')
  expect(fresh?.organizationId).toBe(orgId)
  const { applications: made } = await applications.listApplications({
    filters: [{ filter: { case: 'projectIdFilter', value: { projectId: fresh?.projectId ?? '' } } }],
  })
  expect(made).toMatchObject([
    {
      name: 'Storefront',
      configuration: {
        value: {
          applicationType: OIDCApplicationType.OIDC_APP_TYPE_WEB,
          authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
          redirectUris: ['http://localhost:3000/api/auth/callback/sallyport'],
        },
      },
    },
  ])
  const [{ configuration }] = made as [Application]
  const clientId = configuration.case === 'oidcConfiguration' ? configuration.value.clientId : ''
  expect(await olga.page.locator('pre').first().innerText()).toContain(clientId)
  expect(await olga.page.content()).not.toContain(secret)
  await olga.close()
})

test('settings that break rules are reported in words', async () => {
  const { applicationId } = await applications.createApplication({
    projectId,
    name: 'Old',
    applicationType: {
      case: 'oidcConfiguration',
      value: {
        applicationType: OIDCApplicationType.OIDC_APP_TYPE_NATIVE,
        authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC,
        redirectUris: ['http://example.com/cb'],
      },
    },
  })
  const piet = await world.visit('projectOwner', `${list}/${applicationId}`)
  await piet.page.getByText('A native application cannot keep a secret').waitFor()
  await piet.lookAt('application-compliance', 'briefly')
  await piet.close()
})
