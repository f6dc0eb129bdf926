import { useContextOrganization } from '../api/useContextOrganization.ts'
import type { Command, NavigationEntry, SettingEntry } from '../kit/area.ts'
import { useRights } from '../kit/useRights.ts'
import { useAreas } from './AreasProvider.tsx'

/** The entries of all areas that the caller may open at the level that is chosen. */
export function useNavigation(): readonly NavigationEntry[] {
  const { can } = useRights()
  const level = useContextOrganization() === undefined ? 'instance' : 'organization'
  return useAreas()
    .flatMap(({ navigation }) => navigation)
    .filter((entry) => entry.level === undefined || entry.level === level)
    .filter(({ needs, at }) => needs.length === 0 || can(needs, at))
}

/** The pages of settings that the caller may open at the level that is chosen. */
export function useSettings(): readonly SettingEntry[] {
  const { can } = useRights()
  const orgId = useContextOrganization()
  return useAreas()
    .flatMap(({ settings = [] }) => settings)
    .filter(({ needs }) => {
      const right = orgId === undefined ? needs.instance : needs.organization
      return right !== undefined && can(right, { orgId: orgId ?? '', projectId: '' })
    })
}

/** The commands of all areas that the caller may use, with one for each page. */
export function useCommands(): readonly Command[] {
  const { can } = useRights()
  const pages = useNavigation().map(({ to, text, needs }) => ({ to, text, needs }))
  const settings = useSettings().map(({ to, title, text }) => ({ to, text: title, words: text, needs: [] }))
  const own = useAreas().flatMap(({ commands }) => commands)
  return [...pages, ...settings, ...own.filter(({ needs }) => needs.length === 0 || can(needs))]
}
