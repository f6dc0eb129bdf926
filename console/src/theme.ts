import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { kitTexts } from './kit/texts.ts'

/** One colour of the branding in all ten steps; the server has computed colours that can be read on each other. */
const brand = tuple(Array.from({ length: 10 }, () => 'primary'))
/** The steps of grey that components take for backgrounds, edges and quiet texts, from light to dark and the other way round. */
const gray = tuple(['page', 'tint', 'line', 'line', 'control', 'quiet', 'quiet', 'ink', 'ink', 'ink'])
const dark = tuple(['ink', 'ink', 'quiet', 'quiet', 'control', 'tint', 'surface', 'page', 'page', 'page'])

function tuple(names: readonly string[]): MantineColorsTuple {
  return names.map((name) => `var(--${name})`) as unknown as MantineColorsTuple
}

/** The looks of login and account pages: their sizes, and the colours that the page carries (`server/src/web/kit/palette.ts`). */
export const theme = createTheme({
  colors: { brand, gray, dark },
  primaryColor: 'brand',
  fontFamily:
    'var(--brand-font, system-ui), system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  radius: { md: '0.625rem' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: { fontWeight: '650' },
  components: {
    // Its name is read out; elements without a role must not have one (ARIA 1.2 §5.2.8.6).
    Skeleton: { defaultProps: { role: 'status' } },
    Modal: {
      styles: { title: { fontWeight: 650, lineHeight: 1.35 } },
      defaultProps: {
        centered: true,
        attributes: { header: { role: 'presentation' } },
        closeButtonProps: { 'aria-label': kitTexts.close },
      },
    },
    Drawer: { defaultProps: { closeButtonProps: { 'aria-label': kitTexts.close } } },
    // Its placeholder for the focus is a child that no menu may have (finding `mantine-menu-placeholder-breaks-its-role.sh`).
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: false } },
    },
  },
})

const colors: Readonly<Record<string, string>> = {
  '--mantine-color-body': 'var(--page)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-disabled': 'var(--tint)',
  '--mantine-color-disabled-color': 'var(--quiet)',
  '--mantine-color-anchor': 'var(--link)',
  '--mantine-color-error': 'var(--warn)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--tint)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--control)',
  '--mantine-primary-color-contrast': 'var(--on-primary)',
  '--mantine-color-brand-filled': 'var(--primary)',
  '--mantine-color-brand-filled-hover': 'var(--primary-strong)',
  '--mantine-color-brand-light': 'var(--tint)',
  '--mantine-color-brand-light-hover': 'var(--tint)',
  '--mantine-color-brand-light-color': 'var(--link)',
  '--mantine-color-brand-outline': 'var(--link)',
  '--mantine-color-brand-text': 'var(--link)',
  '--mantine-color-red-filled': 'var(--warn-fill)',
  '--mantine-color-red-filled-hover': 'var(--warn-strong)',
  '--mantine-color-red-light': 'var(--warn-tint)',
  '--mantine-color-red-light-hover': 'var(--warn-tint)',
  '--mantine-color-red-light-color': 'var(--warn)',
  '--mantine-color-red-outline': 'var(--warn)',
  '--mantine-color-red-text': 'var(--warn)',
}

/** Lets every component take its colours from those of the page. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: colors, dark: colors })
