/** A REST route that the public documentation has and the descriptors of the package lack. */
export interface OwnRoute {
  /** The full name of the method. */
  readonly method: string
  readonly httpMethod: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A path template (google/api/http.proto), relative to the prefix of a v1 service. */
  readonly template: string
}

const user = 'zitadel.user.v2.UserService'
const webKey = 'zitadel.webkey.v2.WebKeyService'

/**
 * Routes of methods whose `google.api.http` option is missing because the package was generated while it was removed, and one whose
 * option has the path with a slip of the pen only. Bodies of POST and PATCH set the whole message.
 */
export const ownRoutes: readonly OwnRoute[] = [
  { method: `${user}/CreateUser`, httpMethod: 'POST', template: '/v2/users/new' },
  { method: `${user}/UpdateUser`, httpMethod: 'PATCH', template: '/v2/users/{user_id}' },
  { method: `${user}/AddSecret`, httpMethod: 'POST', template: '/v2/users/{user_id}/secret' },
  { method: `${user}/RemoveSecret`, httpMethod: 'DELETE', template: '/v2/users/{user_id}/secret' },
  { method: `${user}/AddKey`, httpMethod: 'POST', template: '/v2/users/{user_id}/keys' },
  { method: `${user}/RemoveKey`, httpMethod: 'DELETE', template: '/v2/users/{user_id}/keys/{key_id}' },
  { method: `${user}/ListKeys`, httpMethod: 'POST', template: '/v2/users/keys/search' },
  { method: `${user}/AddPersonalAccessToken`, httpMethod: 'POST', template: '/v2/users/{user_id}/pats' },
  {
    method: `${user}/RemovePersonalAccessToken`,
    httpMethod: 'DELETE',
    template: '/v2/users/{user_id}/pats/{token_id}',
  },
  { method: `${user}/ListPersonalAccessTokens`, httpMethod: 'POST', template: '/v2/users/pats/search' },
  { method: `${webKey}/CreateWebKey`, httpMethod: 'POST', template: '/v2/web_keys' },
  { method: `${webKey}/ActivateWebKey`, httpMethod: 'POST', template: '/v2/web_keys/{id}/activate' },
  {
    method: 'zitadel.admin.v1.AdminService/GetDefaultPasswordResetMessageText',
    httpMethod: 'GET',
    template: '/text/default/message/passwordreset/{language}',
  },
]
