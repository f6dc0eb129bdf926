import { JsonInput, NativeSelect, NumberInput, Skeleton, Switch, TextInput } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { ProblemNotice } from '../../kit/ProblemNotice.tsx'
import { Section } from '../../kit/Section.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useEditForm } from '../../kit/useEditForm.ts'
import { type ClientMetadata as Metadata, useClientMetadata, useMetadataChange } from './clientMetadata.ts'
import { texts } from './texts.ts'
import { asOidc } from './useApplication.ts'

const { metadata } = texts
const switches = [
  'dpop_bound_access_tokens',
  'tls_client_certificate_bound_access_tokens',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
] as const
const levels = [1, 2, 3].map((level) => `urn:sallyport:aal:${level}`)
const ofTokens = [...switches, 'required_acr_values', 'default_max_age']

/** What an application demands beyond the contract: level of sign-in, bound tokens, pushed and signed requests. */
export function ClientMetadata({
  application,
  canWrite,
}: {
  readonly application: Application
  readonly canWrite: boolean
}) {
  const { data, error } = useClientMetadata(application.applicationId)
  return (
    <Section title={metadata.title} intro={metadata.intro}>
      {error && <ProblemNotice error={error} />}
      {data === undefined && !error && <Skeleton height={120} aria-label={kitTexts.loading} />}
      {data && <MetadataForm application={application} stored={data} canWrite={canWrite} />}
    </Section>
  )
}

function MetadataForm({
  application,
  stored,
  canWrite,
}: {
  readonly application: Application
  readonly stored: Metadata
  readonly canWrite: boolean
}) {
  const isOidc = asOidc(application) !== undefined
  const change = useMetadataChange(application)
  const edit = useEditForm({
    initial: fieldsOf(stored, isOidc),
    validate: ({ others }) => ({ others: isObject(others) ? undefined : metadata.notJson }),
    async save(_, values) {
      await change.mutateAsync(metadataOf(values, isOidc))
      notifyDone(kitTexts.saved)
    },
  })
  return (
    <FormCard edit={edit} canWrite={canWrite}>
      {isOidc ? (
        <>
          <NativeSelect
            label={metadata.level}
            description={metadata.levelHint}
            maw={420}
            data={[
              { value: '', label: metadata.levels.none },
              ...levels.map((value, at) => ({ value, label: metadata.levels[(at + 1) as 1 | 2 | 3] })),
            ]}
            {...edit.form.getInputProps('level')}
          />
          <NumberInput
            label={metadata.maxAge}
            description={metadata.maxAgeHint}
            maw={420}
            min={0}
            max={31_536_000}
            allowDecimal={false}
            {...edit.form.getInputProps('maxAge')}
          />
          {switches.map((name) => (
            <Switch
              key={name}
              label={metadata[name]}
              {...edit.form.getInputProps(name, { type: 'checkbox' })}
            />
          ))}
        </>
      ) : (
        <TextInput
          label={metadata.resource}
          description={metadata.resourceHint}
          maw={640}
          {...edit.form.getInputProps('resource')}
        />
      )}
      <JsonInput
        label={metadata.others}
        description={metadata.othersHint}
        autosize
        minRows={3}
        maxRows={16}
        {...edit.form.getInputProps('others')}
      />
    </FormCard>
  )
}

type Fields = ReturnType<typeof fieldsOf>

function fieldsOf(stored: Metadata, isOidc: boolean) {
  const own = isOidc ? ofTokens : ['resource']
  const others = Object.fromEntries(Object.entries(stored).filter(([name]) => !own.includes(name)))
  const accepted = Array.isArray(stored['required_acr_values']) ? stored['required_acr_values'] : []
  const isOn = (name: (typeof switches)[number]) => stored[name] === true
  return {
    level: levels.find((level) => accepted.includes(level)) ?? '',
    maxAge:
      typeof stored['default_max_age'] === 'number' ? stored['default_max_age'] : ('' as number | string),
    dpop_bound_access_tokens: isOn('dpop_bound_access_tokens'),
    tls_client_certificate_bound_access_tokens: isOn('tls_client_certificate_bound_access_tokens'),
    require_pushed_authorization_requests: isOn('require_pushed_authorization_requests'),
    require_signed_request_object: isOn('require_signed_request_object'),
    resource: typeof stored['resource'] === 'string' ? stored['resource'] : '',
    others: JSON.stringify(others, undefined, 2),
  }
}

function metadataOf(values: Fields, isOidc: boolean): Metadata {
  const others = JSON.parse(values.others || '{}') as Metadata
  if (!isOidc) return { ...others, ...(values.resource.trim() && { resource: values.resource.trim() }) }
  const on = switches.filter((name) => values[name]).map((name) => [name, true] as const)
  return {
    ...others,
    ...Object.fromEntries(on),
    ...(values.level && { required_acr_values: levels.slice(levels.indexOf(values.level)) }),
    ...(values.maxAge !== '' && { default_max_age: Number(values.maxAge) }),
  }
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json || '{}')
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
