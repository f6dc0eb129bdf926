import { useMutation } from '@tanstack/react-query'
import { CallError } from '../../api/problem.ts'
import { useContextOrganization } from '../../api/useContextOrganization.ts'
import { useRead, useRestChange } from '../../api/useRead.ts'
import { useRights } from '../../kit/useRights.ts'
import { useSession } from '../../session/SessionProvider.tsx'
import { type Branding, type BrandingValues, type FileName, files, lookOf } from './branding.ts'

interface Reply {
  readonly policy?: Branding
}

/** The two states of a branding at the level of the address, and what can be done with them. */
export interface OpenBranding {
  /** What is not active yet; undefined until both states are read. */
  readonly prepared: Branding | undefined
  readonly isPending: boolean
  /** False for an organization that has the branding of the instance. */
  readonly isOwn: boolean
  readonly error: unknown
  readonly canWrite: boolean
  readonly canReset: boolean
  save(values: BrandingValues): Promise<unknown>
  activate(): Promise<unknown>
  reset(): Promise<unknown>
  upload(name: FileName, file: File): Promise<unknown>
  removeFile(name: FileName): Promise<unknown>
}

/** Opens the branding of the instance, or of the organization of the address. */
export function useBranding(): OpenBranding {
  const orgId = useContextOrganization()
  const { can } = useRights()
  const isInstance = orgId === undefined
  const path = isInstance ? '/admin/v1/policies/label' : '/management/v1/policies/label'
  const prepared = useRead<Reply>(`${path}/_preview`)
  const active = useRead<Reply>(path)
  const change = useRestChange<unknown>()
  const upload = useUpload(isInstance ? 'instance' : 'org')
  const shown = prepared.data && active.data && (prepared.data.policy ?? {})
  const isOwn = isInstance || shown?.isDefault !== true
  const at = { orgId: orgId ?? '', projectId: '' }
  return {
    prepared: shown,
    isPending: shown !== undefined && lookOf(shown) !== lookOf(active.data?.policy ?? {}),
    isOwn,
    error: prepared.error ?? active.error,
    canWrite: can(isInstance ? 'iam.policy.write' : 'policy.write', at),
    canReset: !isInstance && isOwn && can('policy.delete', at),
    save: (values) => change.mutateAsync({ method: isOwn ? 'PUT' : 'POST', path, body: values }),
    activate: () => change.mutateAsync({ method: 'POST', path: `${path}/_activate`, body: {} }),
    reset: () => change.mutateAsync({ method: 'DELETE', path }),
    upload: (name, file) => upload.mutateAsync({ name, file }),
    removeFile: (name) => change.mutateAsync({ method: 'DELETE', path: `${path}/${files[name].remove}` }),
  }
}

function useUpload(level: 'instance' | 'org') {
  const { send } = useSession()
  const orgId = useContextOrganization()
  return useMutation({
    async mutationFn({ name, file }: { readonly name: FileName; readonly file: File }) {
      const body = new FormData()
      body.append('file', file)
      const reply = await send(`/assets/v1/${level}/policy/label/${files[name].upload}`, {
        method: 'POST',
        body,
        headers: orgId === undefined ? {} : { 'x-zitadel-orgid': orgId },
      })
      if (!reply.ok) throw refusalOf(await reply.text())
    },
  })
}

/** Uploads are refused by a text that ends with the id. */
function refusalOf(text: string): CallError {
  const [, message = text, id] = /^(.*) \(([a-z_.]+)\)\s*$/s.exec(text) ?? []
  return new CallError({ message, id, kind: 'invalid' })
}
