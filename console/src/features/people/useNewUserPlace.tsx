import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'
import { useOnlyOrganization } from '../../kit/useOnlyOrganization.ts'

/** The organization of a new user: the one of the address, or the one that is picked in `field`, where the only one is chosen already. */
export function useNewUserPlace() {
  const context = useContextOrganization()
  const only = useOnlyOrganization('user.write')
  const [chosen, setChosen] = useState<Pickable | null>()
  const picked = chosen === undefined ? (only ?? null) : chosen
  const [isMissing, setMissing] = useState(false)
  const field = context === undefined && (
    <OrganizationPicker
      value={picked}
      required
      error={isMissing && picked === null ? kitTexts.form.required : undefined}
      onChange={(next) => {
        setChosen(next)
        setMissing(next === null)
      }}
    />
  )
  return {
    orgId: context ?? picked?.id,
    field,
    /** Marks the field if no organization is chosen; returns whether one is. */
    check(): boolean {
      const isChosen = (context ?? picked?.id) !== undefined
      setMissing(!isChosen)
      return isChosen
    },
  }
}
