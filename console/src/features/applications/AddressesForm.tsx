import { Switch } from '@mantine/core'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import type { Kind } from './methods.ts'
import { texts } from './texts.ts'
import { UriList } from './UriList.tsx'
import { logoutProblem, originProblem, redirectAdvice, redirectProblem } from './uriProblems.ts'
import { type OidcApplication, type OidcChanges, useOidcUpdate } from './useApplication.ts'

const { uris } = texts

/** The addresses to which the browser is sent, and the origins whose pages may call. */
export function AddressesForm({
  application,
  kind,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly kind: Kind
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const {
    redirectUris,
    postLogoutRedirectUris,
    additionalOrigins,
    developmentMode,
    skipNativeAppSuccessPage,
  } = application.configuration.value
  const before = { redirectUris, postLogoutRedirectUris, additionalOrigins }
  const edit = useEditForm({
    initial: { ...before, developmentMode, skipNativeAppSuccessPage },
    validate: (values) => ({
      redirectUris:
        lastRemoved(before.redirectUris, values.redirectUris) ??
        (values.redirectUris.some((uri) => redirectProblem(uri, { kind, ...values }))
          ? uris.mend
          : undefined),
      postLogoutRedirectUris:
        lastRemoved(before.postLogoutRedirectUris, values.postLogoutRedirectUris) ??
        (values.postLogoutRedirectUris.some((uri) => logoutProblem(uri, { kind, ...values }))
          ? uris.mend
          : undefined),
      additionalOrigins:
        lastRemoved(before.additionalOrigins, values.additionalOrigins) ??
        (values.additionalOrigins.some(originProblem) ? uris.mend : undefined),
    }),
    async save(changed) {
      await update(changed as OidcChanges)
      notifyDone(kitTexts.saved)
    },
  })
  const { values, setFieldValue, errors } = edit.form
  const rules = { kind, developmentMode: values.developmentMode }
  return (
    <Section title={texts.tabs.addresses} intro={uris.intro}>
      <FormCard edit={edit} canWrite={canWrite}>
        <UriList
          label={uris.redirect}
          description={uris.redirectHint[kind === 'api' ? 'web' : kind]}
          value={values.redirectUris}
          onChange={(next) => setFieldValue('redirectUris', next)}
          problemOf={(uri) => redirectProblem(uri, rules)}
          adviceOf={(uri) => redirectAdvice(uri, rules)}
          error={errors['redirectUris']}
          disabled={!canWrite}
        />
        <UriList
          label={uris.postLogout}
          description={uris.postLogoutHint}
          value={values.postLogoutRedirectUris}
          onChange={(next) => setFieldValue('postLogoutRedirectUris', next)}
          problemOf={(uri) => logoutProblem(uri, rules)}
          error={errors['postLogoutRedirectUris']}
          disabled={!canWrite}
        />
        <Switch
          label={uris.developmentMode}
          description={uris.developmentModeHint}
          {...edit.form.getInputProps('developmentMode', { type: 'checkbox' })}
        />
        {kind === 'native' && (
          <Switch
            label={uris.skipSuccess}
            description={uris.skipSuccessHint}
            {...edit.form.getInputProps('skipNativeAppSuccessPage', { type: 'checkbox' })}
          />
        )}
        <UriList
          label={uris.origins}
          description={uris.originsHint}
          value={values.additionalOrigins}
          onChange={(next) => setFieldValue('additionalOrigins', next)}
          problemOf={originProblem}
          error={errors['additionalOrigins']}
          disabled={!canWrite}
        />
      </FormCard>
    </Section>
  )
}

/** The method keeps a list that is sent empty, so the last address can be replaced only. */
function lastRemoved(before: readonly string[], now: readonly string[]): string | undefined {
  return before.length > 0 && now.length === 0 ? uris.lastOne : undefined
}
