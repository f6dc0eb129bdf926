import type { Call } from '../../access/call.ts'
import { accountRoot } from '../../access/hostedLinks.ts'
import { type Endpoint, endpoint } from '../../contract/endpoint.ts'
import { uploadedFile, uploadLimit } from '../../contract/uploadedFile.ts'
import { setOwnAvatar } from '../../features/accounts/index.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { type Html, html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { PageDeps } from '../pages/pageDeps.ts'
import { readContext } from '../pages/readContext.ts'
import { refusalPage } from '../refusalPage.ts'
import { type AccountContext, enterAccount } from './accountPage.ts'

const path = `${accountRoot}/picture`

/** Renders the person's picture and the forms that replace and remove it. */
export function pictureForm({ t, account, query }: AccountContext, address: string): Html {
  const problem = query.get('done') === 'no-picture' && t('account.profile.picture_refused')
  const picture =
    address !== '' && html`<img class="portrait" src="${address}" alt="" width="96" height="96">`
  return html`${picture}<form method="post" action="${account.at('picture')}" enctype="multipart/form-data" data-once>
<div class="field"><label for="f-file">${t('account.profile.picture_file')}</label><input type="file" id="f-file" name="file" accept="image/png,image/jpeg,image/gif,image/webp" required aria-describedby="f-file-hint${problem && ' f-file-problem'}"${problem && html` aria-invalid="true" autofocus`}>
<div class="hint" id="f-file-hint">${t('account.profile.picture_hint', { size: '512 kB' })}</div>${
    problem && html`<div class="field-problem" id="f-file-problem"><p>${problem}</p></div>`
  }</div>${actions(submit(t('account.profile.picture_upload'), { kind: 'secondary' }))}</form>${
    picture && form(submit(t('account.profile.picture_remove'), { action: 'remove-picture', kind: 'quiet' }))
  }`
}

/** Receives the picture of `pictureForm`, which is no form of texts, and leads back to the profile. */
export function pictureEndpoint(deps: PageDeps): Endpoint<Call> {
  return endpoint({
    methods: ['POST'],
    path,
    credential: 'browser',
    cors: 'none',
    body: 'bytes',
    bodyLimit: uploadLimit,
    refusals: refusalPage,
    async handle({ query, body, cookies }, call: Call) {
      const context = await readContext(deps, call, { path, query, cookies })
      const account = enterAccount({ name: 'profile' }, context)
      if ('kind' in account) return { kind: 'redirect', to: account.to }
      try {
        await setOwnAvatar(deps, account.me, await uploadedFile(body, call.headers))
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        return { kind: 'redirect', to: account.at('profile', { done: 'no-picture' }) }
      }
      return { kind: 'redirect', to: account.at('profile', { done: 'picture' }) }
    },
  })
}
