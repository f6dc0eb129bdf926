import { html as tag } from 'hono/html'

/** HTML in which every interpolated text is escaped. Only the tag `html` makes it. */
export type Html = ReturnType<typeof tag> & { readonly isEscaped: true }

/** The values that a template takes: texts are escaped, HTML is not; `undefined`, `null` and booleans leave nothing. */
export type Fill = string | number | boolean | Html | null | undefined | readonly Fill[]

/** Renders a template. Escapes texts for contents and for attribute values in double quotes; never use it inside `<script>` or `<style>`. */
export function html(strings: TemplateStringsArray, ...values: readonly Fill[]): Html {
  return tag(strings, ...values) as Html
}

/** HTML without contents. */
export const nothing: Html = html``

/** The attributes of an element: `true` gives the bare name, `undefined` and `false` leave the attribute out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/** Renders attributes with a space before each. Names come from code, never from input. */
export function attributes(given: Attributes): Html {
  return html`${Object.entries(given).map(([name, value]) => {
    if (value === undefined || value === false) return nothing
    return value === true ? html` ${name}` : html` ${name}="${value}"`
  })}`
}
