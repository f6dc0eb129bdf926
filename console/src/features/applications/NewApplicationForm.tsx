import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { Switch, TextInput } from '@mantine/core'
import { ApplicationService } from '@sallyport/contract/zitadel/application/v2/application_service_pb.js'
import { OIDCAuthMethodType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import type { Project } from '@sallyport/contract/zitadel/project/v2/query_pb.js'
import { useChange, useSender } from '../../api/useCall.ts'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyProblem } from '../../kit/notify.ts'
import { kitTexts } from '../../kit/texts.ts'
import { type EditForm, useEditForm } from '../../kit/useEditForm.ts'
import { ChoiceCards } from './ChoiceCards.tsx'
import { creationTexts } from './creationTexts.ts'
import { inDays, keyFile, usualKeyDays } from './credential.ts'
import { ExpertFields, type ExpertValues, expertProblems, expertSettings } from './ExpertForm.tsx'
import { methodChoices } from './methodChoices.ts'
import { apiMethod, clientTypes, credentialOf, type Method, settingsOf } from './methods.ts'
import type { MadeApplication, Plan } from './plan.ts'
import { texts as applicationTexts } from './texts.ts'
import { UriList } from './UriList.tsx'
import { logoutProblem, redirectAdvice, redirectProblem } from './uriProblems.ts'
import { anywhere } from './useApplication.ts'

const { settings: texts } = creationTexts
const { uris } = applicationTexts

interface Values extends ExpertValues {
  readonly name: string
  readonly method: Method
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  readonly developmentMode: boolean
}

/** Reviews the settings of a new application and makes it, with the credential that its method needs. */
export function NewApplicationForm({
  plan,
  project,
  done,
}: {
  readonly plan: Plan
  readonly project: Project
  done(made: MadeApplication): void
}) {
  const create = useCreation(plan, project)
  const edit = useEditForm<Values>({
    initial: initialOf(plan),
    validate: (values) => problemsOf(plan, values),
    async save(_, values) {
      done(await create(values))
    },
  })
  const { values } = edit.form
  return (
    <FormCard edit={edit} submitText={texts.create} saveUnchanged>
      <TextInput
        label={texts.name}
        description={texts.nameHint}
        maw={420}
        required
        {...edit.form.getInputProps('name')}
      />
      {plan.isExpert ? (
        <ExpertFields edit={edit as unknown as EditForm<ExpertValues>} />
      ) : (
        <ChoiceCards
          label={applicationTexts.method.title}
          choices={methodChoices(plan.kind)}
          value={values.method}
          onChange={(method) => edit.form.setFieldValue('method', method)}
        />
      )}
      {plan.kind !== 'api' && <Addresses plan={plan} edit={edit} />}
    </FormCard>
  )
}

function Addresses({ plan: { kind }, edit }: { readonly plan: Plan; readonly edit: EditForm<Values> }) {
  const { values, setFieldValue, errors, getInputProps } = edit.form
  const rules = { kind: kindOf(kind, values), developmentMode: values.developmentMode }
  if (values.method === 'device') return null
  return (
    <>
      <UriList
        label={uris.redirect}
        description={uris.redirectHint[rules.kind === 'api' ? 'web' : rules.kind]}
        value={values.redirectUris}
        onChange={(next) => setFieldValue('redirectUris', next)}
        problemOf={(uri) => redirectProblem(uri, rules)}
        adviceOf={(uri) => redirectAdvice(uri, rules)}
        error={errors['redirectUris']}
      />
      <UriList
        label={uris.postLogout}
        description={uris.postLogoutHint}
        value={values.postLogoutRedirectUris}
        onChange={(next) => setFieldValue('postLogoutRedirectUris', next)}
        problemOf={(uri) => logoutProblem(uri, rules)}
        error={errors['postLogoutRedirectUris']}
      />
      <Switch
        label={uris.developmentMode}
        description={uris.developmentModeHint}
        {...getInputProps('developmentMode', { type: 'checkbox' })}
      />
    </>
  )
}

/** An expert chooses the kind in the form. */
function kindOf(kind: Plan['kind'], { applicationType }: ExpertValues): Plan['kind'] {
  if (kind === 'api') return kind
  return (
    (['web', 'user_agent', 'native'] as const).find((one) => clientTypes[one] === Number(applicationType)) ??
    kind
  )
}

function initialOf({ kind, method, framework }: Plan): Values {
  const { authMethodType, grantTypes, responseTypes } = settingsOf(method, {
    refresh: framework?.refresh ?? false,
  })
  const isDevelopment = kind === 'user_agent' && framework !== undefined
  return {
    name: framework?.name ?? '',
    method,
    applicationType: kind === 'api' ? '' : String(clientTypes[kind]),
    authMethodType: String(authMethodType),
    grantTypes: grantTypes.map(String),
    responseTypes: responseTypes.map(String),
    redirectUris: framework?.callback ? [framework.callback] : [],
    postLogoutRedirectUris: framework?.logout ? [framework.logout] : [],
    developmentMode: isDevelopment,
  }
}

function problemsOf(plan: Plan, values: Values): Partial<Record<keyof Values, string | undefined>> {
  const name = values.name.trim() ? undefined : kitTexts.form.required
  if (plan.kind === 'api') return { name }
  const rules = { kind: kindOf(plan.kind, values), developmentMode: values.developmentMode }
  const needsRedirect = !plan.isExpert && values.method !== 'device'
  return {
    name,
    ...(plan.isExpert && expertProblems(values)),
    redirectUris:
      needsRedirect && values.redirectUris.length === 0
        ? texts.noRedirect
        : values.redirectUris.some((uri) => redirectProblem(uri, rules))
          ? uris.mend
          : undefined,
    postLogoutRedirectUris: values.postLogoutRedirectUris.some((uri) => logoutProblem(uri, rules))
      ? uris.mend
      : undefined,
  }
}

function requestOf({ kind, isExpert, framework }: Plan, { projectId }: Project, values: Values) {
  const name = values.name.trim()
  if (kind === 'api') {
    const value = { authMethodType: apiMethod(values.method) }
    return { projectId, name, applicationType: { case: 'apiConfiguration' as const, value } }
  }
  const chosen = isExpert
    ? expertSettings(values)
    : {
        ...settingsOf(values.method, { refresh: framework?.refresh ?? false }),
        applicationType: clientTypes[kind],
      }
  const hasRedirects = values.method !== 'device'
  const value = {
    ...chosen,
    grantTypes: [...chosen.grantTypes],
    responseTypes: [...chosen.responseTypes],
    redirectUris: hasRedirects ? [...values.redirectUris] : [],
    postLogoutRedirectUris: hasRedirects ? [...values.postLogoutRedirectUris] : [],
    developmentMode: values.developmentMode,
  }
  return { projectId, name, applicationType: { case: 'oidcConfiguration' as const, value } }
}

function useCreation(plan: Plan, project: Project) {
  const create = useChange(ApplicationService.method.createApplication, anywhere)
  const send = useSender()
  return async (values: Values): Promise<MadeApplication> => {
    const request = requestOf(plan, project, values)
    const { applicationId, applicationType } = await create.mutateAsync(request)
    const client =
      applicationType.case === 'oidcConfiguration' || applicationType.case === 'apiConfiguration'
        ? applicationType.value
        : { clientId: '', clientSecret: '' }
    const [callback = ''] = values.redirectUris
    const [logout = ''] = values.postLogoutRedirectUris
    const made = {
      project,
      plan,
      applicationId,
      name: request.name,
      clientId: client.clientId,
      callback,
      logout,
    }
    if (client.clientSecret) {
      return { ...made, credential: { label: applicationTexts.secret.title, secret: client.clientSecret } }
    }
    if (!usesKey(plan, values)) return { ...made, credential: undefined }
    const id = { projectId: project.projectId, applicationId }
    const expirationDate = timestampFromDate(inDays(usualKeyDays))
    const key = await send(
      ApplicationService.method.createApplicationKey,
      { ...id, expirationDate },
      anywhere,
    ).catch(notifyProblem)
    return { ...made, credential: key ? keyFile(key) : undefined }
  }
}

function usesKey({ isExpert }: Plan, { method, authMethodType }: Values): boolean {
  return isExpert
    ? Number(authMethodType) === OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT
    : credentialOf(method) === 'key'
}
