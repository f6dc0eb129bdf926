import { useContextOrganization } from '../api/useContextOrganization.ts'
import { areas } from '../areas.ts'
import type { Command, NavigationEntry } from '../kit/area.ts'
import { useRights } from '../kit/useRights.ts'

/** The entries of all areas that the caller may open at the level that is chosen. */
export function useNavigation(): readonly NavigationEntry[] {
  const { can } = useRights()
  const level = useContextOrganization() === undefined ? 'instance' : 'organization'
  return areas
    .flatMap(({ navigation }) => navigation)
    .filter((entry) => entry.level === undefined || entry.level === level)
    .filter(({ needs }) => needs.length === 0 || can(needs))
}

/** The commands of all areas that the caller may use, with one for each page. */
export function useCommands(): readonly Command[] {
  const { can } = useRights()
  const pages = useNavigation().map(({ to, text, needs }) => ({ to, text, needs }))
  const own = areas.flatMap(({ commands }) => commands)
  return [...pages, ...own.filter(({ needs }) => needs.length === 0 || can(needs))]
}
