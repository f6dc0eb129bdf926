import { creationTexts } from '../creationTexts.ts'
import type { Kind, Method } from '../methods.ts'
import { browserSetups } from './browserSetups.ts'
import { nativeSetups } from './nativeSetups.ts'
import { nodeSetups } from './nodeSetups.ts'
import { serverSetups } from './serverSetups.ts'
import type { Setup } from './snippet.ts'

/** A framework that an application is made with: what is set for it, and how its library is set up. */
export interface Framework {
  readonly id: string
  readonly name: string
  /** The library of the snippets. */
  readonly library: string
  readonly kind: Kind
  readonly method: Method
  /** Where the browser comes back to while the application is developed; '' if it never does. */
  readonly callback: string
  readonly logout: string
  readonly refresh?: boolean
  readonly setup: Setup
}

const names = creationTexts.frameworkNames

const spa = (port: number) => ({
  kind: 'user_agent' as const,
  method: 'pkce' as const,
  callback: `http://localhost:${port}/`,
  logout: `http://localhost:${port}/`,
})
const web = (port: number, path: string) => ({
  kind: 'web' as const,
  method: 'basic' as const,
  callback: `http://localhost:${port}${path}`,
  logout: `http://localhost:${port}/`,
})
const app = (callback: string) => ({
  kind: 'native' as const,
  method: 'pkce' as const,
  callback,
  logout: callback,
  refresh: true,
})
const api = { kind: 'api', method: 'basic', callback: '', logout: '' } as const

/** The frameworks of the guided creation. */
export const frameworks: readonly Framework[] = [
  { id: 'react', name: 'React', library: 'react-oidc-context', ...spa(5173), setup: browserSetups.react },
  { id: 'vue', name: 'Vue', library: 'oidc-client-ts', ...spa(5173), setup: browserSetups.vue },
  {
    id: 'angular',
    name: 'Angular',
    library: 'angular-auth-oidc-client',
    ...spa(4200),
    setup: browserSetups.angular,
  },
  { id: 'svelte', name: 'Svelte', library: 'oidc-client-ts', ...spa(5173), setup: browserSetups.svelte },
  {
    id: 'javascript',
    name: names.javascript,
    library: 'oidc-client-ts',
    ...spa(8080),
    setup: browserSetups.javascript,
  },
  {
    id: 'next',
    name: 'Next.js',
    library: 'Auth.js',
    ...web(3000, '/api/auth/callback/sallyport'),
    setup: nodeSetups.next,
  },
  {
    id: 'nuxt',
    name: 'Nuxt',
    library: 'nuxt-oidc-auth',
    ...web(3000, '/auth/oidc/callback'),
    setup: nodeSetups.nuxt,
  },
  {
    id: 'sveltekit',
    name: 'SvelteKit',
    library: 'Auth.js',
    ...web(5173, '/auth/callback/sallyport'),
    setup: nodeSetups.sveltekit,
  },
  {
    id: 'astro',
    name: 'Astro',
    library: 'auth-astro',
    ...web(4321, '/api/auth/callback/sallyport'),
    setup: nodeSetups.astro,
  },
  {
    id: 'express',
    name: 'Express',
    library: 'express-openid-connect',
    ...web(3000, '/callback'),
    setup: nodeSetups.express,
  },
  {
    id: 'fastify',
    name: 'Fastify',
    library: '@fastify/oauth2',
    ...web(3000, '/callback'),
    setup: nodeSetups.fastify,
  },
  { id: 'nest', name: 'NestJS', library: 'openid-client', ...web(3000, '/callback'), setup: nodeSetups.nest },
  { id: 'hono', name: 'Hono', library: '@hono/oidc-auth', ...web(8787, '/callback'), setup: nodeSetups.hono },
  {
    id: 'django',
    name: 'Django',
    library: 'mozilla-django-oidc',
    ...web(8000, '/oidc/callback/'),
    setup: serverSetups.django,
  },
  { id: 'flask', name: 'Flask', library: 'Authlib', ...web(5000, '/callback'), setup: serverSetups.flask },
  { id: 'go', name: 'Go', library: 'go-oidc', ...web(8080, '/callback'), setup: serverSetups.go },
  {
    id: 'spring',
    name: 'Spring Boot',
    library: 'spring-boot-starter-oauth2-client',
    ...web(8080, '/login/oauth2/code/sallyport'),
    setup: serverSetups.spring,
  },
  {
    id: 'php',
    name: 'PHP',
    library: 'openid-connect-php',
    ...web(8000, '/index.php'),
    setup: serverSetups.php,
  },
  {
    id: 'react-native',
    name: 'React Native',
    library: 'react-native-app-auth',
    ...app('com.example.app:/callback'),
    setup: nativeSetups.reactNative,
  },
  {
    id: 'expo',
    name: 'Expo',
    library: 'expo-auth-session',
    ...app('com.example.app:/callback'),
    setup: nativeSetups.expo,
  },
  {
    id: 'electron',
    name: 'Electron',
    library: 'openid-client',
    ...app('http://127.0.0.1:51999/callback'),
    setup: nativeSetups.electron,
  },
  {
    id: 'device',
    name: names.device,
    library: 'openid-client',
    kind: 'native',
    method: 'device',
    callback: '',
    logout: '',
    setup: nativeSetups.device,
  },
  { id: 'node-api', name: names.api('Express'), library: 'introspection', ...api, setup: nodeSetups.nodeApi },
  {
    id: 'fastapi',
    name: names.api('FastAPI'),
    library: 'introspection',
    ...api,
    setup: serverSetups.fastapi,
  },
  {
    id: 'spring-api',
    name: names.api('Spring Boot'),
    library: 'spring-boot-starter-oauth2-resource-server',
    ...api,
    setup: serverSetups.springApi,
  },
]
