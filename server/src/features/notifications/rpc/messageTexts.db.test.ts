import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { admin, openScene, type Scene } from '../testing/scene.ts'
import { adminService } from './adminService.ts'
import { managementService } from './managementService.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const inAdmin = AdminService.method
const inManagement = ManagementService.method
const refusalOf = async (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: { refusal?: { code: string; kind: string } }) => `${error.refusal?.code} ${error.refusal?.kind}`,
  )

test('every text method of the contract has a handler', () => {
  const wanted =
    /^(getDefault|getCustom|setDefault|setCustom|resetCustom)\w+Message(Custom)?Text(ToDefault)?$/
  for (const table of [adminService(scene.deps), managementService(scene.deps)]) {
    const texts = table.service.methods.filter(({ localName }) => wanted.test(localName))
    expect(texts).toHaveLength(40)
    expect(texts.filter((method) => !table.handlers.has(method)).map(({ name }) => name)).toEqual([])
  }
})

describe('texts', () => {
  test('come from the organization, then the instance, then the product, field by field', async () => {
    const language = 'de'
    const builtIn = await scene.test.ask(inAdmin.getDefaultPasswordResetMessageText, { language }, admin())
    expect(builtIn.customText).toMatchObject({ subject: 'Setzen Sie Ihr Passwort zurück', isDefault: true })
    await scene.test.ask(
      inAdmin.setDefaultPasswordResetMessageText,
      { language, subject: 'Instanz', text: 'Hallo {{.FirstName}}: {{.Code}}' },
      admin(),
    )
    const ownOfInstance = await scene.test.ask(
      inAdmin.getCustomPasswordResetMessageText,
      { language },
      admin(),
    )
    expect(ownOfInstance.customText).toMatchObject({ subject: 'Instanz', isDefault: false })
    expect(ownOfInstance.customText?.buttonText).toBe('Neues Passwort setzen')
    const inherited = await scene.test.ask(
      inManagement.getCustomPasswordResetMessageText,
      { language },
      admin(),
    )
    expect(inherited.customText).toMatchObject({ subject: 'Instanz', isDefault: true })

    await scene.test.ask(
      inManagement.setCustomPasswordResetMessageText,
      { language, subject: 'Organisation' },
      admin(),
    )
    const own = await scene.test.ask(inManagement.getCustomPasswordResetMessageText, { language }, admin())
    expect(own.customText).toMatchObject({
      subject: 'Organisation',
      text: 'Hallo {{.FirstName}}: {{.Code}}',
      isDefault: false,
      details: { resourceOwner: 'o1' },
    })
    const fallback = await scene.test.ask(
      inManagement.getDefaultPasswordResetMessageText,
      { language },
      admin(),
    )
    expect(fallback.customText).toMatchObject({ subject: 'Instanz', isDefault: true })

    await scene.test.ask(inManagement.resetCustomPasswordResetMessageTextToDefault, { language }, admin())
    const reset = await scene.test.ask(inManagement.getCustomPasswordResetMessageText, { language }, admin())
    expect(reset.customText).toMatchObject({ subject: 'Instanz', isDefault: true })
    expect(
      await refusalOf(
        scene.test.ask(inManagement.resetCustomPasswordResetMessageTextToDefault, { language }, admin()),
      ),
    ).toBe('custom_text.not_found not_found')
  })

  test('in other languages fall back to English', async () => {
    const { customText } = await scene.test.ask(
      inAdmin.getDefaultInviteUserMessageText,
      { language: 'fr' },
      admin(),
    )
    expect(customText?.buttonText).toBe('Accept invitation')
  })

  test('hold only named fields, in supported languages', async () => {
    for (const text of ['{{ .Code | printf }}', '{{.Nonsense}}', '{{range .}}', 'broken }}']) {
      const answer = scene.test.ask(
        inAdmin.setDefaultVerifySMSOTPMessageText,
        { language: 'en', text },
        admin(),
      )
      expect(await refusalOf(answer)).toBe('notification.text_invalid invalid_argument')
    }
    const klingon = { language: 'tlh', text: 'nuqneH' }
    expect(await refusalOf(scene.test.ask(inAdmin.setDefaultVerifySMSOTPMessageText, klingon, admin()))).toBe(
      'custom_text.language_unsupported invalid_argument',
    )
  })

  test('of one organization never show in another', async () => {
    await scene.test.ask(
      inManagement.setCustomInitMessageText,
      { language: 'en', title: 'Only here' },
      admin(),
    )
    const elsewhere = { ...admin(), orgId: 'o2' }
    const { customText } = await scene.test.ask(
      inManagement.getCustomInitMessageText,
      { language: 'en' },
      elsewhere,
    )
    expect(customText?.title).toBe('Finish setting up your account')
  })

  test('are not written for an organization that does not exist', async () => {
    const nowhere = { ...admin(), orgId: 'nowhere' }
    const answer = scene.test.ask(
      inManagement.setCustomInitMessageText,
      { language: 'en', title: 'x' },
      nowhere,
    )
    expect(await refusalOf(answer)).toBe('custom_text.organization_not_found not_found')
  })
})
