import { Button, Code, Group, List, Text } from '@mantine/core'
import { labelled } from '../../../language/language.ts'
import { useSession } from '../../../session/SessionProvider.tsx'
import { ExchangeStep } from './ExchangeStep.tsx'
import { readToken } from './encoding.ts'
import { Introspection } from './Introspection.tsx'
import { Claims, DecodedToken } from './TokenClaims.tsx'
import { tryTexts as texts } from './tryTexts.ts'
import type { TrialState } from './useTrial.ts'

/** The steps of a sign-in, as far as it has come. */
export function TrialSteps({ state, end }: { readonly state: TrialState; end(): Promise<void> }) {
  const { trial, answer, problem, token, tokens, userinfo, revoked } = state
  const claims = userinfo?.status === 200 ? userinfo.body : undefined
  return (
    <>
      <ExchangeStep step="authorize" request={onLines(trial.authorizeUrl)} />
      {answer !== undefined && (
        <ExchangeStep step="callback">
          <Code block className="code wrapped">
            {answer.replace('?', '').split('&').map(decodeURIComponent).join('\n')}
          </Code>
          {problem && (
            <Text role="alert" c="var(--warn)">
              {problem}
            </Text>
          )}
        </ExchangeStep>
      )}
      {token && (
        <ExchangeStep step="token" exchange={token}>
          {tokens?.id_token && (
            <>
              <DecodedToken title={texts.tokens.id_token} token={tokens.id_token} />
              <Checks state={state} idToken={tokens.id_token} />
            </>
          )}
          {tokens?.access_token && (
            <DecodedToken title={texts.tokens.access_token} token={tokens.access_token} />
          )}
        </ExchangeStep>
      )}
      {userinfo && (
        <ExchangeStep step="userinfo" exchange={userinfo}>
          {typeof claims === 'object' && claims !== null && (
            <Claims label={texts.tokens.userinfo} claims={claims as Readonly<Record<string, unknown>>} />
          )}
        </ExchangeStep>
      )}
      {tokens?.access_token && <Introspection client={trial.client} token={tokens.access_token} />}
      {tokens?.access_token && !revoked && (
        <Group mb="md">
          <Button variant="default" onClick={() => void end()}>
            {texts.revoke}
          </Button>
        </Group>
      )}
      {revoked && <ExchangeStep step="revocation" exchange={revoked} />}
    </>
  )
}

function onLines(url: string): string {
  const [path = '', query = ''] = url.split('?')
  return `GET ${path}?\n  ${query.split('&').map(decodeURIComponent).join('\n  ')}`
}

/** The checks that OpenID Connect Core 1.0 §3.1.3.7 demands of a client. */
function Checks({
  state: { trial, signature },
  idToken,
}: {
  readonly state: TrialState
  readonly idToken: string
}) {
  const { environment } = useSession()
  const claims = readToken(idToken)?.claims ?? {}
  const { nonce, aud, iss, exp } = claims
  const results = [
    ...(signature ? [[texts.checks.signature(signature), signature.outcome === 'good'] as const] : []),
    [texts.checks.nonce, nonce === trial.nonce],
    [texts.checks.aud, [aud].flat().includes(trial.client.clientId)],
    [texts.checks.iss, iss === environment.issuer],
    [texts.checks.exp, typeof exp === 'number' && exp * 1000 > Date.now()],
  ] as const
  return (
    <div>
      <Text fw={600} size="sm">
        {texts.checks.title}
      </Text>
      <List size="sm">
        {results.map(([text, isGood]) => (
          <List.Item key={text}>
            {labelled(text, '')}
            <strong>{isGood ? texts.checks.good : texts.checks.bad}</strong>
          </List.Item>
        ))}
      </List>
    </div>
  )
}
