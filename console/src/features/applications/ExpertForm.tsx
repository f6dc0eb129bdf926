import { Checkbox, NativeSelect, Stack } from '@mantine/core'
import {
  type OIDCApplicationType,
  type OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { type EditForm, useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { type OidcApplication, useOidcUpdate } from './useApplication.ts'

const { expert } = texts

/** The raw settings of a client, for those who know the standards; numbers of the contract as texts. */
export interface ExpertValues {
  readonly applicationType: string
  readonly authMethodType: string
  readonly grantTypes: readonly string[]
  readonly responseTypes: readonly string[]
}

/** Returns why the server would refuse a combination of grants and response types. */
export function expertProblems({ grantTypes, responseTypes }: ExpertValues) {
  const hasGrant = (...grants: OIDCGrantType[]) => grants.some((one) => grantTypes.includes(String(one)))
  const hasCode = hasGrant(
    OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE,
    OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE,
  )
  const code = String(OIDCResponseType.OIDC_RESPONSE_TYPE_CODE)
  const isImplicit = responseTypes.some((one) => one !== code)
  return {
    grantTypes:
      grantTypes.length === 0
        ? expert.chooseOne
        : responseTypes.includes(code) && !hasCode
          ? expert.codeMissing
          : isImplicit && !hasGrant(OIDCGrantType.OIDC_GRANT_TYPE_IMPLICIT)
            ? expert.implicitMissing
            : undefined,
    responseTypes: responseTypes.length === 0 ? expert.chooseOne : undefined,
  }
}

/** Reads the values of the form as settings of the contract. */
export function expertSettings(values: ExpertValues) {
  return {
    applicationType: Number(values.applicationType) as OIDCApplicationType,
    authMethodType: Number(values.authMethodType) as OIDCAuthMethodType,
    grantTypes: values.grantTypes.map(Number) as OIDCGrantType[],
    responseTypes: values.responseTypes.map(Number) as OIDCResponseType[],
  }
}

/** Changes the raw settings of a client. */
export function ExpertForm({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const { applicationType, authMethodType, grantTypes, responseTypes } = application.configuration.value
  const edit = useEditForm<ExpertValues>({
    initial: {
      applicationType: String(applicationType),
      authMethodType: String(authMethodType),
      grantTypes: grantTypes.map(String),
      responseTypes: responseTypes.map(String),
    },
    validate: expertProblems,
    async save(_, values) {
      await update(expertSettings(values))
      notifyDone(kitTexts.saved)
    },
  })
  return (
    <Section title={expert.title} intro={expert.intro}>
      <FormCard edit={edit} canWrite={canWrite}>
        <ExpertFields edit={edit} />
      </FormCard>
    </Section>
  )
}

/** The fields of the raw settings. */
export function ExpertFields({ edit }: { readonly edit: Pick<EditForm<ExpertValues>, 'form'> }) {
  const optionsOf = (labels: Readonly<Record<number, string>>) =>
    Object.entries(labels).map(([value, label]) => ({ value, label }))
  const group = (name: 'grantTypes' | 'responseTypes', labels: Readonly<Record<number, string>>) => (
    <Checkbox.Group label={expert[name]} {...edit.form.getInputProps(name)}>
      <Stack gap={6} mt={4}>
        {optionsOf(labels).map(({ value, label }) => (
          <Checkbox key={value} value={value} label={label} />
        ))}
      </Stack>
    </Checkbox.Group>
  )
  return (
    <>
      <NativeSelect
        label={expert.applicationType}
        maw={420}
        data={optionsOf(expert.applicationTypes)}
        {...edit.form.getInputProps('applicationType')}
      />
      <NativeSelect
        label={expert.authMethodType}
        maw={420}
        data={optionsOf(expert.authMethods)}
        {...edit.form.getInputProps('authMethodType')}
      />
      {group('grantTypes', expert.grants)}
      {group('responseTypes', expert.responses)}
    </>
  )
}
