import { Anchor, Button, Center, Stack, Text, Title } from '@mantine/core'
import { basePath } from './environment.ts'
import { texts } from './texts.ts'

/** The page after the logout. */
export function SignedOutPage() {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" gap="md">
        <Title order={1} size="h3">
          {texts.signedOut.title}
        </Title>
        <Text c="dimmed">{texts.signedOut.text}</Text>
        <Button component="a" href={basePath}>
          {texts.signedOut.again}
        </Button>
        <Anchor href="/ui/account">{texts.signedOut.account}</Anchor>
      </Stack>
    </Center>
  )
}
