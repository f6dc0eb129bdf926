import { existsSync } from 'node:fs'
import type { Config } from './config/config.ts'
import type { FirstStart } from './features/instances/index.ts'

/** The lines about the first instance, printed as soon as it exists. The password is shown nowhere else. */
export function firstLines(
  { firstInstance }: Config,
  { password }: Pick<FirstStart, 'password'>,
): readonly string[] {
  return [
    `  administrator  ${firstInstance.adminUsername}`,
    ...(firstInstance.adminPassword === undefined
      ? [`  password       ${password}  (shown only now; it must be changed at the first login)`]
      : []),
    ...tokenLines(firstInstance),
  ]
}

/** Where the tokens of the first machines are, for later starts; nothing about files that are gone. */
export function laterLines({ firstInstance }: Config): readonly string[] {
  return tokenLines(firstInstance, existsSync)
}

function tokenLines(
  { patPath, loginClientPatPath }: Config['firstInstance'],
  shown: (file: string) => boolean = () => true,
): readonly string[] {
  return [
    ...(shown(patPath) ? [`  access token   ${patPath}`] : []),
    ...(shown(loginClientPatPath) ? [`  login client   ${loginClientPatPath}`] : []),
  ]
}
