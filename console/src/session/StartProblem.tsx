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
        <Text>{error instanceof Error ? error.message : texts.start.unknown}</Text>
        <Button onClick={() => location.reload()}>{texts.start.again}</Button>
      </Stack>
    </Center>
  )
}
