import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import IconCheck from '@tabler/icons-react/icons/IconCheck'
import IconMoon from '@tabler/icons-react/icons/IconMoon'
import { texts } from './texts.ts'

const schemes = ['auto', 'light', 'dark'] as const

/** Chooses the theme; the choice stays in this browser. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" c="var(--ink)" aria-label={texts.theme}>
          <IconMoon size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={
              <IconCheck
                size={16}
                aria-hidden
                style={{ visibility: scheme === colorScheme ? 'visible' : 'hidden' }}
              />
            }
            aria-current={scheme === colorScheme}
            onClick={() => setColorScheme(scheme)}
          >
            {texts.themes[scheme]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
