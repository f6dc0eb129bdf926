import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import type { Area } from '../../kit/area.ts'
import { settingsRoute } from '../../settingsRoute.ts'
import { entries } from './entries.ts'

const brandingRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/branding',
  component: lazyRouteComponent(() => import('./BrandingPage.tsx'), 'BrandingPage'),
})

const messagesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/messages',
  validateSearch: ({ message, language }: MessageSearch): MessageSearch => ({
    ...(typeof message === 'string' && { message }),
    ...(typeof language === 'string' && { language }),
  }),
  component: lazyRouteComponent(() => import('./MessagesPage.tsx'), 'MessagesPage'),
})

const loginTextsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/login-texts',
  validateSearch: ({ screen, language }: LoginTextSearch): LoginTextSearch => ({
    ...(typeof screen === 'string' && { screen }),
    ...(typeof language === 'string' && { language }),
  }),
  component: lazyRouteComponent(() => import('./LoginTextsPage.tsx'), 'LoginTextsPage'),
})

const mailRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/mail',
  component: lazyRouteComponent(() => import('./ProvidersPage.tsx'), 'MailPage'),
})

const smsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/sms',
  component: lazyRouteComponent(() => import('./ProvidersPage.tsx'), 'SmsPage'),
})

const domainsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/domains',
  component: lazyRouteComponent(() => import('./DomainsPage.tsx'), 'DomainsPage'),
})

/** Which message is shown, in which language. */
interface MessageSearch {
  readonly message?: string
  readonly language?: string
}

/** Which page of the login is shown, in which language. */
interface LoginTextSearch {
  readonly screen?: string
  readonly language?: string
}

/** How pages and messages look, what they say, and how messages are delivered: pages of the list of all settings. */
export const looks = {
  area: { name: 'looks', navigation: [], commands: [], settings: Object.values(entries) } satisfies Area,
  pages: [brandingRoute, messagesRoute, loginTextsRoute, mailRoute, smsRoute, domainsRoute],
} as const
