import { Alert, Button, List, Text } from '@mantine/core'
import type { Application } from '@sallyport/contract/zitadel/application/v2/application_pb.js'
import type { OIDCConfiguration } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { useState } from 'react'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { Section } from '../../kit/Section.tsx'
import { When } from '../../kit/When.tsx'
import { ChangeMethod } from './ChangeMethod.tsx'
import { texts } from './texts.ts'
import { asOidc, clientIdOf, currentMethod, hasRefresh, kindOf } from './useApplication.ts'

/** What an application is, how it proves itself, and which rules its settings break. */
export function Overview({
  application,
  canWrite,
}: {
  readonly application: Application
  readonly canWrite: boolean
}) {
  const [isChanging, setChanging] = useState(false)
  const kind = kindOf(application)
  const method = currentMethod(application)
  const clientId = clientIdOf(application)
  const oidc = asOidc(application)?.configuration.value
  return (
    <>
      {oidc && <Compliance configuration={oidc} />}
      <Section
        title={texts.tabs.overview}
        actions={
          canWrite &&
          kind && (
            <Button variant="default" onClick={() => setChanging(true)}>
              {texts.method.change}
            </Button>
          )
        }
      >
        <Facts
          facts={[
            [texts.kind, kind ? texts.kinds[kind].title : texts.saml],
            [
              texts.clientId,
              clientId ? <CopyField key="client" value={clientId} label={texts.clientId} /> : null,
            ],
            [texts.id, <CopyField key="id" value={application.applicationId} label={texts.id} />],
            [texts.method.title, kind ? methodText(method) : null],
            [
              texts.tokens.refresh,
              oidc ? (hasRefresh(application) ? texts.allowed : texts.notAllowed) : null,
            ],
            [texts.created, <When key="created" at={application.creationDate} />],
            [texts.changed, <When key="changed" at={application.changeDate} />],
          ]}
        />
      </Section>
      {isChanging && kind && (
        <ChangeMethod application={application} kind={kind} close={() => setChanging(false)} />
      )}
    </>
  )
}

function methodText(method: ReturnType<typeof currentMethod>): string {
  return method === undefined ? texts.method.mixed : texts.methods[method].title
}

/** The first message only says that others follow. */
function Compliance({ configuration }: { readonly configuration: OIDCConfiguration }) {
  const [, ...problems] = configuration.complianceProblems
  if (!configuration.nonCompliant || problems.length === 0) return null
  return (
    <Alert color="red" variant="light" title={texts.compliance.title} mb="md">
      <Text size="sm" c="var(--ink)">
        {texts.compliance.intro}
      </Text>
      <List size="sm" mt="xs" c="var(--ink)">
        {problems.map(({ key, localizedMessage }) => (
          <List.Item key={key}>{localizedMessage}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
