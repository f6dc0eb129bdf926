import type { RefusalPage } from '../contract/endpoint.ts'
import { escapeHtml } from '../kernel/text/escapeHtml.ts'
import { renderPage } from './page.ts'

/** Shows why a page cannot be opened. */
export const refusalPage: RefusalPage =
  ({ status, message }) =>
  (nonce) =>
    renderPage({
      title: `Error ${status}`,
      nonce,
      main: `<main class="plain"><h1>This page cannot be shown</h1><p>${escapeHtml(message)}</p></main>`,
    })
