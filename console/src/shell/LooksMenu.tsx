import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core'
import IconCheck from '@tabler/icons-react/icons/IconCheck'
import IconLanguage from '@tabler/icons-react/icons/IconLanguage'
import { chooseLanguage, language, languages } from '../language/language.ts'
import { texts } from './texts.ts'

const schemes = ['auto', 'light', 'dark'] as const

/** Chooses theme and language; the choices stay in this browser. */
export function LooksMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" c="var(--ink)" aria-label={texts.looks}>
          <IconLanguage size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="calc(100dvh - 5rem)" style={{ overflowY: 'auto' }}>
        <Menu.Label>{texts.theme}</Menu.Label>
        {schemes.map((scheme) => (
          <Choice key={scheme} current={scheme === colorScheme} choose={() => setColorScheme(scheme)}>
            {texts.themes[scheme]}
          </Choice>
        ))}
        <Menu.Label>{texts.language}</Menu.Label>
        {languages.map((one) => (
          <Choice key={one} lang={one} current={one === language} choose={() => chooseLanguage(one)}>
            {ownName(one)}
          </Choice>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Choice({
  current,
  lang,
  choose,
  children,
}: {
  readonly current: boolean
  readonly lang?: string
  choose(): void
  readonly children: string
}) {
  return (
    <Menu.Item
      leftSection={<IconCheck size={16} aria-hidden style={{ visibility: current ? 'visible' : 'hidden' }} />}
      aria-current={current}
      {...(lang !== undefined && { lang })}
      onClick={choose}
    >
      {children}
    </Menu.Item>
  )
}

/** The name of a language in itself, so that whoever reads nothing else finds it. */
function ownName(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
}
