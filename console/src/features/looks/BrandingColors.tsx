import { Button, ColorInput, Group, NativeSelect, SimpleGrid, Stack, Switch, Text } from '@mantine/core'
import { FormCard } from '../../kit/FormCard.tsx'
import { notifyDone } from '../../kit/notify.ts'
import { Section } from '../../kit/Section.tsx'
import { type EditForm, useEditForm } from '../../kit/useEditForm.ts'
import {
  type Branding,
  type BrandingValues,
  type ColorName,
  colorNames,
  faintOf,
  rgbOf,
  valuesOf,
} from './branding.ts'
import { texts } from './texts.ts'
import type { OpenBranding } from './useBranding.ts'

const words = texts.branding
const swatches = ['#1d4ed8', '#0f766e', '#15803d', '#b45309', '#b91c1c', '#7e22ce', '#111827', '#ffffff']

/** The colours of both themes and the options, which are saved as the prepared branding. */
export function BrandingColors({
  branding,
  prepared,
}: {
  readonly branding: OpenBranding
  readonly prepared: Branding
}) {
  const edit = useEditForm<BrandingValues>({
    initial: valuesOf(prepared),
    validate: (values) =>
      Object.fromEntries(
        colorsOf('')
          .concat(colorsOf('Dark'))
          .map(({ key }) => [key, isColor(values[key]) ? undefined : words.invalidColor]),
      ),
    async save(_, values) {
      await branding.save(values)
      notifyDone(words.saved)
    },
  })
  const { themeMode } = edit.form.values
  return (
    <Section title={words.look} intro={words.lookIntro}>
      <FormCard edit={edit} canWrite={branding.canWrite}>
        <NativeSelect
          label={words.theme}
          data={words.themes}
          maw={420}
          {...edit.form.getInputProps('themeMode')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {themeMode !== 'THEME_MODE_DARK' && <Colors edit={edit} title={words.light} suffix="" />}
          {themeMode !== 'THEME_MODE_LIGHT' && <Colors edit={edit} title={words.dark} suffix="Dark" />}
        </SimpleGrid>
        <Switch
          label={words.hideSuffix}
          {...edit.form.getInputProps('hideLoginNameSuffix', { type: 'checkbox' })}
        />
        <Switch
          label={words.watermark}
          {...edit.form.getInputProps('disableWatermark', { type: 'checkbox' })}
        />
      </FormCard>
    </Section>
  )
}

function Colors({
  edit,
  title,
  suffix,
}: {
  readonly edit: EditForm<BrandingValues>
  readonly title: string
  readonly suffix: '' | 'Dark'
}) {
  return (
    <Stack component="fieldset" className="plain" gap="xs">
      <Text component="legend" fw={600} mb="xs">
        {title}
      </Text>
      {colorsOf(suffix).map(({ name, key }) => (
        <Color key={key} edit={edit} name={name} at={key} background={`backgroundColor${suffix}`} />
      ))}
    </Stack>
  )
}

function Color({
  edit: { form },
  name,
  at,
  background,
}: {
  readonly edit: EditForm<BrandingValues>
  readonly name: ColorName
  readonly at: keyof BrandingValues
  readonly background: keyof BrandingValues
}) {
  const faint = faintOf(name, String(form.values[at]), String(form.values[background]))
  return (
    <Stack gap={4}>
      <ColorInput
        label={words.colors[name]}
        format="hex"
        swatches={swatches}
        withEyeDropper={false}
        {...form.getInputProps(at)}
      />
      {faint && (
        <Group gap="xs" role="status">
          <Text size="sm" c="var(--warn)">
            {words.faint(faint.is, faint.needs)}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => form.setFieldValue(at, faint.proposal as never)}
          >
            {words.propose(faint.proposal)}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function colorsOf(suffix: '' | 'Dark') {
  return colorNames.map((name) => ({ name, key: `${name}${suffix}` as const }))
}

/** None takes the colour that the product has. */
function isColor(text: string): boolean {
  return text === '' || rgbOf(text) !== undefined
}
