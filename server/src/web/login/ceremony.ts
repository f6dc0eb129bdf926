import type { JsonObject } from '@bufbuild/protobuf'
import { refuse } from '../../kernel/refusal.ts'
import { hidden } from '../kit/fields.ts'
import { type Fill, type Html, html } from '../kit/html.ts'
import { passkeyForm } from '../kit/passkeyForm.ts'
import type { Act, Outcome } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { problemOf } from '../pages/problemOf.ts'

const noAnswer = refuse(
  'passkey.page_without_answer',
  'invalid_argument',
  'the browser sent no answer of the key; press the button again',
)

/** What a page runs with a key: the begin writes the challenge, the end takes the answer. */
export interface Ceremony {
  begin(context: PageContext): Promise<{
    readonly options: JsonObject
    readonly keyId?: string
    readonly setCookies?: Outcome['setCookies']
  }>
  finish(context: PageContext, credential: JsonObject, entered: URLSearchParams): Promise<Outcome>
}

/** Renders the form of a ceremony whose challenge is made when the button is pressed. */
export function ceremonyForm(
  { t }: ShownContext,
  options: {
    readonly kind: 'create' | 'get'
    readonly button: string
    readonly fields?: Fill
    readonly more?: Fill
  },
): Html {
  const { kind, button, fields, more } = options
  return passkeyForm(t, {
    ceremony: kind,
    challenge: '',
    button,
    fields: html`${hidden('action', 'challenge')}${fields}`,
    more,
  })
}

/** Returns the acts of a page with `ceremonyForm`. */
export function ceremonyActs({ begin, finish }: Ceremony): Readonly<Record<'challenge' | 'finish', Act>> {
  return {
    async challenge(context) {
      const { options, keyId = '', setCookies = [] } = await begin(context)
      // Without the script the page, which says what is needed, is shown again.
      if (context.call.headers.get('accept') !== 'application/json')
        return { kind: 'again', problems: [], setCookies }
      return { kind: 'challenge', options, fields: { action: 'finish', keyId }, setCookies }
    },
    async finish(context, entered) {
      const credential = parsed(entered.get('credential') ?? '')
      if (credential === undefined) return { kind: 'again', problems: [problemOf(context, noAnswer)] }
      return finish(context, credential, entered)
    },
  }
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined
  } catch {
    return undefined
  }
}
