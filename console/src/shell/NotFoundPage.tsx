import { Button, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { texts } from './texts.ts'

/** Shown for addresses that no area has. */
export function NotFoundPage() {
  return (
    <Stack align="flex-start">
      <Title order={1} size="h3">
        {texts.notFound.title}
      </Title>
      <Text>{texts.notFound.text}</Text>
      <Button component={Link} to="/">
        {texts.notFound.home}
      </Button>
    </Stack>
  )
}
