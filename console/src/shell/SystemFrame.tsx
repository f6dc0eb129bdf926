import { Anchor, AppShell, Button, Group, Text } from '@mantine/core'
import { basePath } from '../session/environment.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { LooksButton } from './LooksButton.tsx'
import { PageMain, SkipLink } from './PageMain.tsx'
import { texts } from './texts.ts'

/** What surrounds the pages of a system user: who works, and how to make the tab forget the key. */
export function SystemFrame() {
  const { person, logOut } = useSession()
  return (
    <AppShell header={{ height: 56 }} padding={{ base: 'sm', sm: 'lg' }} transitionDuration={0}>
      <SkipLink />
      <AppShell.Header bg="var(--surface)">
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
          <Anchor href={basePath} fw={650} c="var(--ink)" td="none">
            {texts.product}
          </Anchor>
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Text size="sm" truncate>
              <bdi>{texts.systemUser.as(person.name)}</bdi>
            </Text>
            <Button size="xs" variant="default" onClick={() => void logOut()} flex="none">
              {texts.systemUser.stop}
            </Button>
            <LooksButton />
          </Group>
        </Group>
      </AppShell.Header>
      <PageMain />
    </AppShell>
  )
}
