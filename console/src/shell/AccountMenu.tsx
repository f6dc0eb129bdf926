import { ActionIcon, Avatar, Menu, Text } from '@mantine/core'
import IconLogout from '@tabler/icons-react/icons/IconLogout'
import IconSwitchHorizontal from '@tabler/icons-react/icons/IconSwitchHorizontal'
import IconUser from '@tabler/icons-react/icons/IconUser'
import { labelled } from '../language/language.ts'
import { useSession } from '../session/SessionProvider.tsx'
import { texts } from './texts.ts'

/** Who is logged in, and the ways out. */
export function AccountMenu() {
  const { person, logOut, switchAccount } = useSession()
  const initial = [...person.name][0]?.toUpperCase()
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" radius="xl" aria-label={labelled(texts.account, person.name)}>
          <Avatar size={30} radius="xl" color="brand" variant="light" aria-hidden>
            {initial}
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--ink)" truncate>
            {person.name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {person.loginName}
          </Text>
        </Menu.Label>
        <Menu.Item component="a" href="/ui/account" leftSection={<IconUser size={16} aria-hidden />}>
          {texts.ownAccount}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconSwitchHorizontal size={16} aria-hidden />}
          onClick={() => void switchAccount()}
        >
          {texts.switchAccount}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void logOut()}>
          {texts.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
