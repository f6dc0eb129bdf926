import { ActionIcon, Burger, Button, Group, Kbd, Text, Tooltip } from '@mantine/core'
import IconKeyboard from '@tabler/icons-react/icons/IconKeyboard'
import IconSearch from '@tabler/icons-react/icons/IconSearch'
import { Link } from '@tanstack/react-router'
import { AccountMenu } from './AccountMenu.tsx'
import { LooksButton } from './LooksButton.tsx'
import { OrganizationSwitch } from './OrganizationSwitch.tsx'
import { texts } from './texts.ts'
import type { ShellDialog } from './useShortcuts.ts'

/** The bar at the top of every page. */
export function Header({
  menu,
  toggleMenu,
  show,
}: {
  readonly menu: boolean
  toggleMenu(): void
  show(dialog: ShellDialog): void
}) {
  return (
    <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
      <Group gap="xs" wrap="nowrap" miw={0} flex={1}>
        <Burger
          opened={menu}
          onClick={toggleMenu}
          hiddenFrom="sm"
          size="sm"
          aria-label={menu ? texts.closeMenu : texts.openMenu}
          aria-expanded={menu}
        />
        <Text component={Link} to="/" fw={650} visibleFrom="sm" c="var(--ink)" td="none">
          {texts.product}
        </Text>
        <OrganizationSwitch />
      </Group>
      <Group gap={4} wrap="nowrap">
        <Button
          visibleFrom="md"
          variant="default"
          size="sm"
          leftSection={<IconSearch size={16} aria-hidden />}
          rightSection={<Kbd size="xs">Ctrl K</Kbd>}
          onClick={() => show('palette')}
        >
          {texts.search}
        </Button>
        <ActionIcon
          hiddenFrom="md"
          variant="subtle"
          size="lg"
          c="var(--ink)"
          aria-label={texts.search}
          onClick={() => show('palette')}
        >
          <IconSearch size={20} />
        </ActionIcon>
        <Tooltip label={`${texts.keyboard} (?)`}>
          <ActionIcon
            visibleFrom="sm"
            variant="subtle"
            size="lg"
            c="var(--ink)"
            aria-label={texts.keyboard}
            onClick={() => show('help')}
          >
            <IconKeyboard size={20} />
          </ActionIcon>
        </Tooltip>
        <LooksButton />
        <AccountMenu />
      </Group>
    </Group>
  )
}
