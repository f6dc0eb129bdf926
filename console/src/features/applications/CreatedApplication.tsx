import { Button, Code, Group, Tabs, Text } from '@mantine/core'
import { useState } from 'react'
import { CopyField } from '../../kit/CopyField.tsx'
import { Facts } from '../../kit/Facts.tsx'
import { LinkButton } from '../../kit/LinkButton.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { SecretOnce } from '../../kit/SecretOnce.tsx'
import { Section } from '../../kit/Section.tsx'
import { useSession } from '../../session/SessionProvider.tsx'
import { CopyCode } from './CopyCode.tsx'
import { creationTexts } from './creationTexts.ts'
import { Endpoints } from './Endpoints.tsx'
import type { Framework } from './frameworks/frameworks.ts'
import type { MadeApplication } from './plan.ts'
import { texts as applicationTexts } from './texts.ts'

const { done: texts } = creationTexts

/** Shows a new application: its credential once, its client id and addresses, and code to begin with. */
export function CreatedApplication({ made, restart }: { readonly made: MadeApplication; restart(): void }) {
  const { credential, name, clientId, applicationId, plan, project } = made
  const [isShown, setShown] = useState(credential !== undefined)
  return (
    <>
      <PageHeader
        title={texts.title(name)}
        actions={
          <>
            <LinkButton
              to="/projects/$projectId/applications/$applicationId"
              params={{ projectId: project.projectId, applicationId }}
            >
              {texts.open}
            </LinkButton>
            <Button variant="default" onClick={restart}>
              {texts.another}
            </Button>
          </>
        }
      />
      <Section title={texts.credentials} intro={credential ? texts.secret : undefined}>
        <Facts
          facts={[
            [
              applicationTexts.clientId,
              <CopyField key="client" value={clientId} label={applicationTexts.clientId} />,
            ],
          ]}
        />
      </Section>
      {plan.framework && <Beginning framework={plan.framework} made={made} />}
      <Endpoints />
      {credential && isShown && (
        <SecretOnce title={credential.label} {...credential} close={() => setShown(false)} />
      )}
    </>
  )
}

function Beginning({ framework, made }: { readonly framework: Framework; readonly made: MadeApplication }) {
  const { environment } = useSession()
  const { name, setup } = framework
  const { clientId, callback, logout } = made
  const snippets = setup.snippets({ issuer: environment.issuer, clientId, callback, logout })
  return (
    <Section title={texts.code} intro={texts.codeIntro(name)}>
      {setup.install && (
        <Facts
          facts={[
            [texts.install, <CopyField key="install" value={setup.install} label={texts.installCommand} />],
          ]}
        />
      )}
      {made.credential && <Text size="sm">{texts.secretHint}</Text>}
      <Tabs defaultValue={snippets[0]?.file ?? ''}>
        <Tabs.List aria-label={texts.code}>
          {snippets.map(({ file }) => (
            <Tabs.Tab key={file} value={file} style={{ overflowWrap: 'anywhere' }}>
              {file}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {snippets.map(({ file, code }) => (
          <Tabs.Panel key={file} value={file} pt="xs">
            <Group justify="flex-end" mb="xs">
              <CopyCode code={code} label={texts.copy(file)} />
            </Group>
            <Code block className="code" tabIndex={0}>
              {code}
            </Code>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  )
}
