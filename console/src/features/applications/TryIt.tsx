import {
  Anchor,
  Button,
  Group,
  NativeSelect,
  PasswordInput,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core'
import { OIDCGrantType } from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'
import { useState } from 'react'
import { Section } from '../../kit/Section.tsx'
import { methodOf } from './methods.ts'
import { type ClientProof, readKeyFile } from './try/clientProof.ts'
import { TrialSteps } from './try/TrialSteps.tsx'
import { admitsCallback, TryCallback } from './try/TryCallback.tsx'
import { tryTexts as texts } from './try/tryTexts.ts'
import { useTrial } from './try/useTrial.ts'
import { isActive, kindOf, type OidcApplication } from './useApplication.ts'

/** Runs a real sign-in with an application and shows all that is sent. */
export function TryIt({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const { grantTypes } = application.configuration.value
  const hasCode = grantTypes.includes(OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE)
  if (!hasCode || !isActive(application)) {
    return (
      <Section title={texts.title} intro={texts.intro}>
        <Text>{hasCode ? texts.inactive : texts.noCode}</Text>
      </Section>
    )
  }
  return <Trying application={application} canWrite={canWrite} />
}

function Trying({
  application,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly canWrite: boolean
}) {
  const { configuration } = application
  const { clientId } = configuration.value
  const kind = kindOf(application) ?? 'web'
  const method = methodOf(configuration.value)
  const needs = method === 'basic' || method === 'post' ? 'secret' : method === 'jwt' ? 'keyFile' : undefined
  const [wish, setWish] = useState({ scope: 'openid profile email', prompt: '' })
  const [credential, setCredential] = useState('')
  const { state, start, end } = useTrial()
  const proof = proofOf(method, credential.trim())
  const isWrongFile = needs === 'keyFile' && proof === undefined && credential.trim() !== ''
  const isWaiting = state !== undefined && state.answer === undefined
  return (
    <>
      <Section title={texts.title} intro={texts.intro}>
        <TryCallback application={application} kind={kind} canWrite={canWrite} />
        {admitsCallback(application, kind) && (
          <Stack gap="sm" maw={640}>
            <TextInput
              label={texts.scope}
              description={texts.scopeHint}
              value={wish.scope}
              onChange={(event) => setWish({ ...wish, scope: event.currentTarget.value })}
            />
            <NativeSelect
              label={texts.prompt}
              value={wish.prompt}
              onChange={(event) => setWish({ ...wish, prompt: event.currentTarget.value })}
              data={Object.entries(texts.prompts).map(([value, label]) => ({ value, label }))}
            />
            {needs === 'secret' && (
              <PasswordInput
                label={texts.secret}
                description={texts.secretHint}
                autoComplete="off"
                value={credential}
                onChange={(event) => setCredential(event.currentTarget.value)}
              />
            )}
            {needs === 'keyFile' && (
              <Textarea
                label={texts.keyFile}
                description={texts.keyFileHint}
                autoComplete="off"
                rows={4}
                error={isWrongFile && texts.keyFileWrong}
                value={credential}
                onChange={(event) => setCredential(event.currentTarget.value)}
              />
            )}
            <Group>
              <Button
                disabled={proof === undefined}
                onClick={() => proof && void start({ clientId, proof }, wish)}
              >
                {state ? texts.again : texts.start}
              </Button>
            </Group>
            {isWaiting && (
              <Text size="sm" role="status">
                {texts.waiting}{' '}
                <Anchor href={state.trial.authorizeUrl} target="_blank" rel="noopener noreferrer">
                  {texts.noWindow}
                </Anchor>
              </Text>
            )}
          </Stack>
        )}
      </Section>
      {state && <TrialSteps state={state} end={end} />}
    </>
  )
}

/** The proof of a client by what was typed; undefined as long as that is no credential of its method. */
function proofOf(method: ReturnType<typeof methodOf>, credential: string): ClientProof | undefined {
  switch (method) {
    case 'basic':
    case 'post':
      return credential === '' ? undefined : { kind: method, secret: credential }
    case 'jwt': {
      const keyFile = readKeyFile(credential)
      return keyFile && { kind: 'jwt', keyFile }
    }
    default:
      return { kind: 'none' }
  }
}
