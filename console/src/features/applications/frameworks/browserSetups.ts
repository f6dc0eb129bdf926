import { quoted, type Setup, type SnippetFacts } from './snippet.ts'

/** The settings of `oidc-client-ts`, which most frameworks of the browser share. */
const manager = ({
  issuer,
  clientId,
  callback,
  logout,
}: SnippetFacts) => `import { UserManager } from 'oidc-client-ts'

export const manager = new UserManager({
  authority: ${quoted(issuer)},
  client_id: ${quoted(clientId)},
  redirect_uri: ${quoted(callback)},
  post_logout_redirect_uri: ${quoted(logout)},
  scope: 'openid profile email',
})

/** Call this once when the page loads: it ends a login that has just come back. */
export async function currentUser() {
  if (location.search.includes('code=') && location.search.includes('state=')) {
    await manager.signinRedirectCallback()
    history.replaceState(null, '', '/')
  }
  return manager.getUser()
}
`

/** Applications that run in the browser. */
export const browserSetups = {
  react: {
    install: 'npm install react-oidc-context oidc-client-ts',
    snippets: ({ issuer, clientId, callback, logout }) => [
      {
        file: 'src/main.tsx',
        language: 'tsx',
        code: `import { createRoot } from 'react-dom/client'
import { AuthProvider } from 'react-oidc-context'
import { App } from './App'

const settings = {
  authority: ${quoted(issuer)},
  client_id: ${quoted(clientId)},
  redirect_uri: ${quoted(callback)},
  post_logout_redirect_uri: ${quoted(logout)},
  scope: 'openid profile email',
  onSigninCallback: () => history.replaceState(null, '', '/'),
}

createRoot(document.getElementById('root')!).render(
  <AuthProvider {...settings}>
    <App />
  </AuthProvider>,
)
`,
      },
      {
        file: 'src/App.tsx',
        language: 'tsx',
        code: `import { useAuth } from 'react-oidc-context'

export function App() {
  const auth = useAuth()
  if (auth.isLoading) return <p>Loading</p>
  if (auth.error) return <p role="alert">{auth.error.message}</p>
  if (!auth.isAuthenticated) return <button onClick={() => auth.signinRedirect()}>Log in</button>
  return (
    <>
      <p>Hello {auth.user?.profile.name}</p>
      <button onClick={() => auth.signoutRedirect()}>Log out</button>
    </>
  )
}
`,
      },
    ],
  },
  vue: {
    install: 'npm install oidc-client-ts',
    snippets: (facts) => [
      { file: 'src/auth.ts', language: 'ts', code: manager(facts) },
      {
        file: 'src/main.ts',
        language: 'ts',
        code: `import { createApp } from 'vue'
import App from './App.vue'
import { currentUser, manager } from './auth'

const user = await currentUser()
if (user === null) await manager.signinRedirect()
else createApp(App, { name: user.profile.name }).mount('#app')
`,
      },
    ],
  },
  angular: {
    install: 'npm install angular-auth-oidc-client',
    snippets: ({ issuer, clientId, callback, logout }) => [
      {
        file: 'src/app/app.config.ts',
        language: 'ts',
        code: `import { provideHttpClient } from '@angular/common/http'
import type { ApplicationConfig } from '@angular/core'
import { provideAuth } from 'angular-auth-oidc-client'

export const appConfig: ApplicationConfig = {
  providers: [
    provideHttpClient(),
    provideAuth({
      config: {
        authority: ${quoted(issuer)},
        clientId: ${quoted(clientId)},
        redirectUrl: ${quoted(callback)},
        postLogoutRedirectUri: ${quoted(logout)},
        scope: 'openid profile email',
        responseType: 'code',
      },
    }),
  ],
}
`,
      },
      {
        file: 'src/app/app.component.ts',
        language: 'ts',
        code: `import { AsyncPipe } from '@angular/common'
import { Component, inject, type OnInit } from '@angular/core'
import { OidcSecurityService } from 'angular-auth-oidc-client'

@Component({
  selector: 'app-root',
  imports: [AsyncPipe],
  template: \`
    @if ((auth.userData$ | async)?.userData; as user) {
      <p>Hello {{ user.name }}</p>
      <button (click)="auth.logoff().subscribe()">Log out</button>
    } @else {
      <button (click)="auth.authorize()">Log in</button>
    }
  \`,
})
export class AppComponent implements OnInit {
  readonly auth = inject(OidcSecurityService)

  ngOnInit() {
    this.auth.checkAuth().subscribe()
  }
}
`,
      },
    ],
  },
  svelte: {
    install: 'npm install oidc-client-ts',
    snippets: (facts) => [
      { file: 'src/auth.ts', language: 'ts', code: manager(facts) },
      {
        file: 'src/main.ts',
        language: 'ts',
        code: `import { mount } from 'svelte'
import App from './App.svelte'
import { currentUser, manager } from './auth'

const user = await currentUser()
if (user === null) await manager.signinRedirect()
else mount(App, { target: document.body, props: { name: user.profile.name } })
`,
      },
    ],
  },
  javascript: {
    install: 'npm install oidc-client-ts',
    snippets: (facts) => [
      { file: 'auth.js', language: 'js', code: manager(facts) },
      {
        file: 'main.js',
        language: 'js',
        code: `import { currentUser, manager } from './auth.js'

const user = await currentUser()
const button = document.querySelector('#login')
button.textContent = user ? \`Log out \${user.profile.name}\` : 'Log in'
button.addEventListener('click', () => (user ? manager.signoutRedirect() : manager.signinRedirect()))
`,
      },
    ],
  },
} as const satisfies Record<string, Setup>
