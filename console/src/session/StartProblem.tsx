import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { texts } from './texts.ts'

/** Shown if the console cannot even begin a login. */
export function StartProblem({ error }: { readonly error: unknown }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="md" maw={480}>
        <Title order={1} size="h3">
          {texts.start.title}
        </Title>
        <Text>{reasonOf(error)}</Text>
        <Button onClick={() => location.reload()}>{texts.start.again}</Button>
      </Stack>
    </Center>
  )
}

/** Browsers throw a TypeError if no reply comes, and a SecurityError for a look at storage that is blocked. */
function reasonOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'SecurityError') return texts.start.storage
  if (error instanceof TypeError || !(error instanceof Error)) return texts.start.unknown
  return error.message
}
