import type { Choice } from './ChoiceCards.tsx'
import { type Kind, type Method, methodsOf } from './methods.ts'
import { texts } from './texts.ts'

/** Returns the cards for the methods of a kind; the first is recommended, some are only for old applications. */
export function methodChoices(kind: Kind): readonly Choice<Method>[] {
  return methodsOf[kind].map((value, at) => ({
    value,
    title: texts.methods[value].title,
    text: kind === 'api' ? texts.apiMethods[value === 'jwt' ? 'jwt' : 'basic'] : texts.methods[value].text,
    badge: badgeOf(value, at),
  }))
}

function badgeOf(method: Method, at: number): Choice<Method>['badge'] {
  if (method === 'post' || method === 'implicit') return { text: texts.method.discouraged, tone: 'warn' }
  return at === 0 ? { text: texts.method.recommended, tone: 'good' } : undefined
}
