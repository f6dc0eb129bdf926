import { createContext, type ReactNode, useContext } from 'react'
import type { Area } from '../kit/area.ts'

const AreasContext = createContext<readonly Area[]>([])

/** Gives the areas to the shell, which must not import them: their routes are children of its own. */
export function AreasProvider({
  areas,
  children,
}: {
  readonly areas: readonly Area[]
  readonly children: ReactNode
}) {
  return <AreasContext value={areas}>{children}</AreasContext>
}

/** Returns all areas, in the order of the navigation. */
export function useAreas(): readonly Area[] {
  return useContext(AreasContext)
}
