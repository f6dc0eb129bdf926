import { create } from '@bufbuild/protobuf'
import { NativeSelect, TextInput } from '@mantine/core'
import { type LoginVersion, LoginVersionSchema } from '@sallyport/contract/zitadel/application/v2/login_pb.js'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { webLinkProblem } from './uriProblems.ts'
import { type OidcApplication, type OidcChanges, useOidcUpdate } from './useApplication.ts'

const { advanced } = texts

/** Which login pages an application uses, and where it is called when its users log out. */
export function AdvancedForm({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const { backChannelLogoutUri, loginVersion } = application.configuration.value
  const edit = useEditForm({
    initial: { backChannelLogoutUri, ...loginFields(loginVersion) },
    validate: ({ backChannelLogoutUri: uri, login, loginUri }) => ({
      backChannelLogoutUri: uri === '' ? undefined : webLinkProblem(uri),
      loginUri: login !== 'loginV2' || loginUri === '' ? undefined : webLinkProblem(loginUri),
    }),
    async save(changed, { login, loginUri }) {
      await update({
        ...(changed.backChannelLogoutUri !== undefined && {
          backChannelLogoutUri: changed.backChannelLogoutUri.trim(),
        }),
        ...((changed.login !== undefined || changed.loginUri !== undefined) && loginChange(login, loginUri)),
      })
      notifyDone(kitTexts.saved)
    },
  })
  return (
    <Section title={advanced.title}>
      <FormCard edit={edit} canWrite={canWrite}>
        <TextInput
          label={advanced.backChannel}
          description={advanced.backChannelHint}
          maw={640}
          {...edit.form.getInputProps('backChannelLogoutUri')}
        />
        <NativeSelect
          label={advanced.login}
          description={advanced.loginHint}
          maw={420}
          data={(['default', 'loginV1', 'loginV2'] as const).map((value) => ({
            value,
            label: advanced.logins[value],
          }))}
          {...edit.form.getInputProps('login')}
        />
        {edit.form.values.login === 'loginV2' && (
          <TextInput
            label={advanced.loginUri}
            description={advanced.loginUriHint}
            maw={640}
            {...edit.form.getInputProps('loginUri')}
          />
        )}
      </FormCard>
    </Section>
  )
}

function loginFields(login: LoginVersion | undefined): { readonly login: string; readonly loginUri: string } {
  const { version } = login ?? {}
  return {
    login: version?.case ?? 'default',
    loginUri: (version?.case === 'loginV2' && version.value.baseUri) || '',
  }
}

/** An absent login version means the default of the instance, also if one is stored. */
function loginChange(login: string, baseUri: string): OidcChanges {
  switch (login) {
    case 'loginV1':
      return { loginVersion: create(LoginVersionSchema, { version: { case: 'loginV1', value: {} } }) }
    case 'loginV2': {
      const value = baseUri.trim() === '' ? {} : { baseUri: baseUri.trim() }
      return { loginVersion: create(LoginVersionSchema, { version: { case: 'loginV2', value } }) }
    }
    default:
      return { loginVersion: create(LoginVersionSchema, {}) }
  }
}
