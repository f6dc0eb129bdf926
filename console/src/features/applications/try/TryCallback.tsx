import { Alert, Button, Group, Text } from '@mantine/core'
import { notifyProblem } from '../../../kit/notify.ts'
import { useAct } from '../../../kit/useAct.ts'
import type { Kind } from '../methods.ts'
import { redirectProblem } from '../uriProblems.ts'
import { type OidcApplication, useOidcUpdate } from '../useApplication.ts'
import { tryCallback } from './trial.ts'
import { tryTexts } from './tryTexts.ts'

const { callback: texts } = tryTexts

/** Whether a sign-in may come back to the console. */
export function admitsCallback({ configuration: { value } }: OidcApplication, kind: Kind): boolean {
  const { redirectUris, developmentMode } = value
  const uri = tryCallback()
  return redirectUris.includes(uri) && redirectProblem(uri, { kind, developmentMode }) === undefined
}

/** Offers to allow the address of the console, or to take it away again. */
export function TryCallback({
  application,
  kind,
  canWrite,
}: {
  readonly application: OidcApplication
  readonly kind: Kind
  readonly canWrite: boolean
}) {
  const update = useOidcUpdate(application)
  const { redirectUris, developmentMode } = application.configuration.value
  const uri = tryCallback()
  const needsDevelopment = redirectProblem(uri, { kind, developmentMode }) !== undefined
  const add = useAct(() =>
    update({
      redirectUris: [...new Set([...redirectUris, uri])],
      ...(needsDevelopment && { developmentMode: true }),
    }).catch(notifyProblem),
  )
  const remove = useAct(() =>
    update({ redirectUris: redirectUris.filter((one) => one !== uri) }).catch(notifyProblem),
  )
  if (admitsCallback(application, kind)) {
    return (
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {texts.listed} {redirectUris.length === 1 && texts.only}
        </Text>
        {canWrite && redirectUris.length > 1 && (
          <Button size="xs" variant="default" loading={remove.isRunning} onClick={() => void remove.run()}>
            {texts.remove}
          </Button>
        )}
      </Group>
    )
  }
  return (
    <Alert variant="light" color="red" title={texts.title}>
      <Text size="sm" c="var(--ink)" style={{ overflowWrap: 'anywhere' }}>
        {texts.text(uri)} {needsDevelopment && texts.development} {!canWrite && texts.noRight}
      </Text>
      {canWrite && (
        <Button mt="sm" loading={add.isRunning} onClick={() => void add.run()}>
          {texts.add}
        </Button>
      )}
    </Alert>
  )
}
