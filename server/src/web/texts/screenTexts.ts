import type { LoginTexts } from '../../features/login-texts/index.ts'
import { screenKeys } from './screenKeys.ts'
import type { TextKey } from './texts.ts'

type Screens = {
  readonly [Screen in keyof LoginTexts]?: {
    readonly [Name in keyof LoginTexts[Screen]]?: TextKey | readonly TextKey[]
  }
}

const screens: Screens = screenKeys

/** Our keys of a text of the contract's screens, by its key there: `passwordText.title`. */
export const keysOfScreens: ReadonlyMap<string, readonly TextKey[]> = new Map(
  Object.entries(screens).flatMap(([screen, names]) =>
    Object.entries(names).map(([name, keys]: [string, TextKey | readonly TextKey[]]) => [
      `${screen}.${name}`,
      typeof keys === 'string' ? [keys] : keys,
    ]),
  ),
)
