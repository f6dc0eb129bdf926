import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Section } from '../../../kit/Section.tsx'
import { ExchangeStep } from './ExchangeStep.tsx'
import { Claims } from './TokenClaims.tsx'
import { type Exchange, introspect, type TrialClient } from './trial.ts'
import { tryTexts as texts } from './tryTexts.ts'

/** Asks the server about the access token, as an API would. */
export function Introspection({ client, token }: { readonly client: TrialClient; readonly token: string }) {
  const known = client.proof.kind === 'basic' || client.proof.kind === 'post' ? client.proof.secret : ''
  const [clientId, setClientId] = useState(known ? client.clientId : '')
  const [secret, setSecret] = useState(known)
  const [exchange, setExchange] = useState<Exchange>()
  const ask = async () =>
    setExchange(
      await introspect({ clientId: clientId.trim(), proof: { kind: 'basic', secret: secret.trim() } }, token),
    )
  const claims = exchange?.status === 200 ? exchange.body : undefined
  if (exchange) {
    return (
      <ExchangeStep step="introspection" exchange={exchange}>
        {typeof claims === 'object' && claims !== null && (
          <Claims
            label={texts.steps.introspection.title}
            claims={claims as Readonly<Record<string, unknown>>}
          />
        )}
      </ExchangeStep>
    )
  }
  return (
    <Section title={texts.steps.introspection.title} intro={texts.introspectHint}>
      <Stack gap="sm" maw={640} align="flex-start">
        <TextInput
          w="100%"
          label={texts.introspectAs}
          autoComplete="off"
          value={clientId}
          onChange={(event) => setClientId(event.currentTarget.value)}
        />
        <PasswordInput
          w="100%"
          label={texts.secret}
          autoComplete="off"
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={clientId.trim() === '' || secret.trim() === ''}
          onClick={() => void ask()}
        >
          {texts.introspect}
        </Button>
      </Stack>
    </Section>
  )
}
