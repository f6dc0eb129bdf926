import { NativeSelect, NumberInput, Switch } from '@mantine/core'
import { OIDCGrantType, OIDCTokenType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { texts } from './texts.ts'
import { hasRefresh, type OidcApplication, useOidcUpdate } from './useApplication.ts'

const { tokens } = texts
const refreshGrant = OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN

/** What the tokens of an application are and hold. */
export function TokensForm({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const {
    accessTokenType,
    accessTokenRoleAssertion,
    idTokenRoleAssertion,
    idTokenUserinfoAssertion,
    clockSkew,
    grantTypes,
  } = application.configuration.value
  const edit = useEditForm({
    initial: {
      accessTokenType: String(accessTokenType),
      accessTokenRoleAssertion,
      idTokenRoleAssertion,
      idTokenUserinfoAssertion,
      refresh: hasRefresh(application),
      clockSkew: Number(clockSkew?.seconds ?? 0),
    },
    async save({ refresh, clockSkew: skew, accessTokenType: type, ...changed }) {
      await update({
        ...changed,
        ...(type !== undefined && { accessTokenType: Number(type) as OIDCTokenType }),
        ...(skew !== undefined && {
          clockSkew: { $typeName: 'google.protobuf.Duration', seconds: BigInt(skew), nanos: 0 },
        }),
        ...(refresh !== undefined && {
          grantTypes: [
            ...grantTypes.filter((one) => one !== refreshGrant),
            ...(refresh ? [refreshGrant] : []),
          ],
        }),
      })
      notifyDone(kitTexts.saved)
    },
  })
  const box = (
    name: 'accessTokenRoleAssertion' | 'idTokenRoleAssertion' | 'idTokenUserinfoAssertion' | 'refresh',
  ) => (
    <Switch
      label={tokens[name]}
      description={tokens.hints[name]}
      {...edit.form.getInputProps(name, { type: 'checkbox' })}
    />
  )
  return (
    <Section title={texts.tabs.tokens} intro={tokens.intro}>
      <FormCard edit={edit} canWrite={canWrite}>
        <NativeSelect
          label={tokens.type}
          description={tokens.typeHint}
          maw={420}
          data={[OIDCTokenType.OIDC_TOKEN_TYPE_BEARER, OIDCTokenType.OIDC_TOKEN_TYPE_JWT].map((type) => ({
            value: String(type),
            label: tokens.types[type],
          }))}
          {...edit.form.getInputProps('accessTokenType')}
        />
        {box('accessTokenRoleAssertion')}
        {box('idTokenRoleAssertion')}
        {box('idTokenUserinfoAssertion')}
        {box('refresh')}
        <NumberInput
          label={tokens.clockSkew}
          description={tokens.clockSkewHint}
          maw={420}
          min={0}
          max={5}
          allowDecimal={false}
          clampBehavior="strict"
          {...edit.form.getInputProps('clockSkew')}
        />
      </FormCard>
    </Section>
  )
}
