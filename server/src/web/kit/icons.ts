import { type Html, html } from './html.ts'

/** Draws an icon by the path of its lines on a grid of 24; screen readers skip it. */
function icon(path: string): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`
}

/** The icons of the pages, drawn by us. */
export const icons = {
  eye: icon(
    'M2 12c2.2-4.2 5.8-6.5 10-6.5S19.8 7.8 22 12c-2.2 4.2-5.8 6.5-10 6.5S4.2 16.2 2 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  ),
  next: icon('m9 5 7 7-7 7'),
  swap: icon('m8 10 4-4 4 4M8 14l4 4 4-4'),
  back: icon('m15 5-7 7 7 7'),
  done: icon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.2l2.8 2.8L16 9.5'),
  info: icon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 11v5M12 7.8v.2'),
  warning: icon('M12 3.5 2.5 20h19L12 3.5ZM12 10v4.5M12 17v.2'),
  password: icon('M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v2'),
  passkey: icon(
    'M10 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM3 20c.3-3.5 3.2-5.5 7-5.5 1 0 2 .1 2.8.4M18 11a2.5 2.5 0 0 0-1 4.8V21l1.5-1-1-1.5 1.2-1.5-.9-1.2A2.5 2.5 0 0 0 18 11Z',
  ),
  app: icon('M7 3h10v18H7zM11 17.5h2'),
  mail: icon('M3 6h18v12H3zM3 7l9 6.5L21 7'),
  message: icon('M4 5h16v11H11l-4 4v-4H4zM8 9.5h8M8 12.5h5'),
  key: icon('M8 8.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM11.5 10.5 20 5M16 7.5l2 3M19 5.5l1.5 2.3'),
  list: icon('M9 6h11M9 12h11M9 18h11M4.5 6h.1M4.5 12h.1M4.5 18h.1'),
  person: icon('M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4 20.5c.5-4 3.7-6 8-6s7.5 2 8 6'),
  device: icon('M4 5h16v11H4zM2 19.5h20'),
  out: icon('M14 4H5v16h9M10 12h11M17.5 8l4 4-4 4'),
  globe: icon(
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3 12h18M12 3c2.5 2.5 3.6 5.5 3.6 9s-1.1 6.5-3.6 9c-2.5-2.5-3.6-5.5-3.6-9S9.5 5.5 12 3Z',
  ),
  close: icon('m6 6 12 12M18 6 6 18'),
  plus: icon('M12 5v14M5 12h14'),
} as const

/** The name of an icon. */
export type IconName = keyof typeof icons
