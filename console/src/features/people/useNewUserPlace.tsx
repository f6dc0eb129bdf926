import { useState } from 'react'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { OrganizationPicker } from '../../kit/OrganizationPicker.tsx'
import type { Pickable } from '../../kit/ServerPicker.tsx'
import { kitTexts } from '../../kit/texts.ts'

/** The organization of a new user: the one of the address, or the one that is picked in `field`. */
export function useNewUserPlace() {
  const context = useContextOrganization()
  const [picked, setPicked] = useState<Pickable | null>(null)
  const [isMissing, setMissing] = useState(false)
  const field = context === undefined && (
    <OrganizationPicker
      value={picked}
      required
      error={isMissing && picked === null ? kitTexts.form.required : undefined}
      onChange={(chosen) => {
        setPicked(chosen)
        setMissing(chosen === null)
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
