import { create } from '@bufbuild/protobuf'
import { NativeSelect, TextInput } from '@mantine/core'
import { type LoginVersion, LoginVersionSchema } from '@sallyport/contract/zitadel/application/v2/login_pb.js'
import { useState } from 'react'
import { useRestSender } from '../../api/useRead.ts'
import { askLogin } from '../../kit/askLogin.ts'
import { Confirm } from '../../kit/Confirm.tsx'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Warnings } from '../../kit/PolicyForm.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { webLinkProblem } from './uriProblems.ts'
import { type OidcApplication, type OidcChanges, useOidcUpdate } from './useApplication.ts'

const { advanced } = texts

interface Values {
  readonly backChannelLogoutUri: string
  readonly login: string
  readonly loginUri: string
}

/** A change that waits for a confirmation. */
interface Pending {
  readonly warnings: readonly string[]
  /** The values, as JSON, that it replaces; it is asked for no longer once somebody else has changed them. */
  readonly replaced: string
  act(): Promise<unknown>
}

/** Which login pages an application uses, and where it is called when its users log out. */
export function AdvancedForm({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const send = useRestSender()
  const [pending, setPending] = useState<Pending>()
  const { backChannelLogoutUri, loginVersion } = application.configuration.value
  const write = async (changed: Partial<Values>, { login, loginUri }: Values) => {
    await update({
      ...(changed.backChannelLogoutUri !== undefined && {
        backChannelLogoutUri: changed.backChannelLogoutUri.trim(),
      }),
      ...(changesLogin(changed) && loginChange(login, loginUri)),
    })
    notifyDone(kitTexts.saved)
  }
  /** People of the application cannot sign in if the login that they get does not work. */
  const warningsOf = async (changed: Partial<Values>, { login, loginUri }: Values) => {
    const isOwn = changesLogin(changed) && login === 'loginV2' && loginUri.trim() !== ''
    return isOwn ? askLogin(send, loginUri) : []
  }
  const initial = { backChannelLogoutUri, ...loginFields(loginVersion) }
  const present = JSON.stringify(initial)
  const edit = useEditForm<Values>({
    initial,
    validate: ({ backChannelLogoutUri: uri, login, loginUri }) => ({
      backChannelLogoutUri: uri === '' ? undefined : webLinkProblem(uri),
      loginUri: login !== 'loginV2' || loginUri === '' ? undefined : webLinkProblem(loginUri),
    }),
    async save(changed, values) {
      const warnings = await warningsOf(changed, values)
      if (warnings.length === 0) return write(changed, values)
      setPending({
        warnings,
        replaced: present,
        async act() {
          await write(changed, values)
          edit.accept()
        },
      })
      return 'pending'
    },
  })
  return (
    <Section title={advanced.title}>
      <FormCard edit={edit} canWrite={canWrite} sends={() => write(edit.changed(), edit.form.getValues())}>
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
      {pending?.replaced === present && (
        <Confirm
          title={kitTexts.policy.confirmTitle}
          text={<Warnings texts={pending.warnings} />}
          submitText={kitTexts.save}
          danger
          act={pending.act}
          close={() => setPending(undefined)}
        />
      )}
    </Section>
  )
}

const changesLogin = ({ login, loginUri }: Partial<Values>) => login !== undefined || loginUri !== undefined

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
