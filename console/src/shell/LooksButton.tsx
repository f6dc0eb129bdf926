import { ActionIcon, NativeSelect, Popover, Radio, Stack, useMantineColorScheme } from '@mantine/core'
import IconLanguage from '@tabler/icons-react/icons/IconLanguage'
import { productLanguages } from '../../../server/src/kernel/text/productLanguages.ts'
import { chooseLanguage, language, languageChoices, languageOf, ownName } from '../language/language.ts'
import { texts } from './texts.ts'

const schemes = ['auto', 'light', 'dark'] as const

/** Chooses theme and language; the choices stay in this browser. */
export function LooksButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Popover position="bottom-end" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" size="lg" c="var(--ink)" aria-label={texts.looks}>
          <IconLanguage size={20} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={texts.looks}>
        <Stack>
          <Radio.Group
            label={texts.theme}
            value={colorScheme}
            onChange={(chosen) => setColorScheme(schemes.find((one) => one === chosen) ?? 'auto')}
          >
            <Stack gap="xs" mt="xs">
              {schemes.map((scheme) => (
                <Radio key={scheme} value={scheme} label={texts.themes[scheme]} />
              ))}
            </Stack>
          </Radio.Group>
          <NativeSelect
            label={texts.language}
            value={language}
            data={languageChoices(productLanguages, ownName)}
            onChange={(event) => chooseLanguage(languageOf([event.currentTarget.value]))}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
