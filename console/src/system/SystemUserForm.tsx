import { Alert, Anchor, Button, FileButton, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { type SubmitEvent, useEffect, useState } from 'react'
import { CallError, problemOf } from '../api/problem.ts'
import { callRest } from '../api/rest.ts'
import { importSigningKey } from '../kit/signJwt.ts'
import { useAct } from '../kit/useAct.ts'
import { basePath } from '../session/environment.ts'
import { type SystemUser, systemSession } from './systemSession.ts'
import { texts } from './texts.ts'

const { problems } = texts

/** Asks for the id and the key of a system user, and tries whether the server accepts what it signs. */
export function SystemUserForm({ begin }: { begin(user: SystemUser): void }) {
  const [name, setName] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const [audience, setAudience] = useState(location.origin)
  const { isRunning, problem, run } = useAct(async () => begin(await accepted(name.trim(), file, audience)))
  useEffect(() => {
    document.title = `${texts.title} – Console`
  }, [])
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void run()
  }
  return (
    <Stack component="main" p="md" maw={560} m="5dvh auto" gap="md">
      <Title order={1} size="h2">
        {texts.title}
      </Title>
      <Text>{texts.intro}</Text>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" className="card" p="md">
          <TextInput
            label={texts.name}
            description={texts.nameHint}
            required
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Stack gap={4}>
            <Text size="sm" fw={600}>
              {texts.key}
            </Text>
            <Text size="xs" c="dimmed">
              {texts.keyHint}
            </Text>
            <Group gap="xs">
              <FileButton onChange={setFile} inputProps={{ 'aria-label': texts.chooseKey }}>
                {(props) => (
                  <Button {...props} variant="default">
                    {texts.chooseKey}
                  </Button>
                )}
              </FileButton>
              {file && (
                <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                  <bdi>{file.name}</bdi>
                </Text>
              )}
            </Group>
          </Stack>
          <TextInput
            label={texts.audience}
            description={texts.audienceHint}
            required
            value={audience}
            onChange={(event) => setAudience(event.currentTarget.value)}
          />
          <Text size="sm">{texts.memory}</Text>
          {problem !== undefined && (
            <Alert variant="light" color="red" role="alert" title={problems.title}>
              <Text size="sm" c="var(--ink)">
                {problemOf(problem).message}
              </Text>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={isRunning}>
              {texts.begin}
            </Button>
          </Group>
        </Stack>
      </form>
      <Anchor href={basePath}>{texts.toConsole}</Anchor>
    </Stack>
  )
}

/** Returns the system user, if the file holds a key and the server accepts its signature. */
async function accepted(name: string, file: File | null, typed: string): Promise<SystemUser> {
  if (name === '') throw new Error(problems.noName)
  if (file === null) throw new Error(problems.noKey)
  if (!globalThis.isSecureContext) throw new Error(problems.noCrypto)
  const key = await importSigningKey(await file.text()).catch(() => {
    throw new Error(problems.notKey)
  })
  const user = { name, key, audience: typed.trim().replace(/\/+$/, '') }
  await callRest(
    systemSession(user, () => undefined),
    { path: '/sallyport/v1/rights' },
  ).catch((error: unknown) => {
    if (error instanceof CallError && error.kind === 'stale_login') throw new Error(problems.refused)
    throw error
  })
  return user
}
