import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['パスワードでログイン', 'オフの場合はパスキーだけになります。'],
    passwordlessType: ['パスキーでログイン', 'パスキーはパスワードに代わり、2 段階目の確認も兼ねます。'],
    allowRegister: ['ユーザー自身による登録を許可', 'アプリケーションが指定する組織に登録されます。'],
    allowExternalIdp: ['ほかのプロバイダーでログイン', 'ID プロバイダーが設定されると有効になります。'],
    defaultRedirectUri: [
      'アプリケーションを経由しないログイン後の移動先',
      'https で始まるアドレス、またはアプリのアドレス。空の場合はアカウントページ。',
    ],
    forceMfa: ['全員に 2 段階目の確認が必要'],
    forceMfaLocalOnly: [
      'このサーバーのユーザーに 2 段階目の確認が必要',
      'ほかのプロバイダーでログインする人には不要です。',
    ],
    mfaInitSkipLifetime: ['確認方法の設定を再び勧めるまで', '0: 勧めません。'],
    ignoreUnknownUsernames: [
      'ログイン名が存在するかどうかを隠す',
      '存在しない名前にもパスワードを求め、誰がアカウントを持つかを調べられないようにします。',
    ],
    allowDomainDiscovery: [
      'ログイン名のドメインから組織を特定',
      '確認済みドメインの未知の名前は、その組織に属するものとして扱います。',
    ],
    disableLoginWithEmail: ['ログイン名としてメールアドレスを受け付けない'],
    disableLoginWithPhone: ['ログイン名として電話番号を受け付けない'],
    hidePasswordReset: ['「パスワードを忘れた場合」を隠す'],
    passwordCheckLifetime: ['パスワード'],
    secondFactorCheckLifetime: ['2 段階目の確認'],
    multiFactorCheckLifetime: ['パスキー'],
    externalLoginCheckLifetime: ['ほかのプロバイダー'],
  },
  complexity: {
    minLength: ['最小の文字数', '1–72。'],
    hasUppercase: ['大文字（A–Z）'],
    hasLowercase: ['小文字（a–z）'],
    hasNumber: ['数字（0–9）'],
    hasSymbol: ['記号'],
  },
  age: {
    maxAgeDays: ['パスワードの有効期間', '0: 無期限。過ぎると次のログイン時に新しいものが必要になります。'],
    expireWarnDays: ['期限前の警告', '0: 警告なし。'],
  },
  lockout: {
    maxPasswordAttempts: ['ロックまでのパスワードの誤り', '0: ロックしません。'],
    maxOtpAttempts: ['ロックまでのコードの誤り', '0: ロックしません。'],
    releaseAfter: ['自動的にロックを解除するまで', '0: 管理者だけが解除できます。'],
  },
  domain: {
    userLoginMustBeDomain: [
      'ログイン名の末尾に組織のドメインを付ける',
      '異なる組織で同じユーザー名を使えるようになります。変更すると、すべてのログイン名が変わります。',
    ],
    validateOrgDomains: [
      '組織のドメインの証明を必須にする',
      'オフの場合、ドメインは追加するとすぐに有効になります。',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['メールの送信元をインスタンスのドメインに限る'],
  },
  notification: {
    passwordChange: ['パスワードが変更されたらメールで知らせる'],
  },
  privacy: {
    tosLink: ['利用規約'],
    privacyLink: ['プライバシーポリシー'],
    helpLink: ['ヘルプ'],
    supportEmail: ['サポートのメールアドレス'],
    docsLink: ['ドキュメント'],
    customLink: ['独自のリンク'],
    customLinkText: ['独自のリンクのテキスト'],
  },
  security: {
    enableIframeEmbedding: [
      'ほかのページのフレームでのログイン表示を許可',
      'フレームは、だましてクリックさせる手口に使われやすくなります。許可するページを指定してください。',
    ],
    allowedOrigins: ['許可するページ', '例: https://app.example.com。1 つごとに Enter キーを押します。'],
    enableImpersonation: ['代理操作を許可', 'トークン交換で行います。各自にそのためのロールも必要です。'],
    credentialRights: [
      '管理者が認証情報を設定できる相手',
      'パスワードやパスキーを設定した人は、その相手として操作できます。',
    ],
    freshProof: [
      '認証情報を変更する前に再度の本人確認を求める',
      '組織の削除、インスタンスのロールの付与、署名キーやログの送信先の変更、代理操作の前にも求めます。この時間（分）以内に確認していれば不要です。0: 求めません。最大 1,440。',
    ],
    reasonDemand: [
      '重要な操作には理由を必要とし、ログに残す',
      '削除、管理者、署名キー、アプリケーションのシークレット、ログの送信先、他のユーザーのパスワード、確認方法、アドレスが対象です。',
    ],
  },
  oidc: {
    accessTokenLifetime: ['アクセストークン', '不透明なものと JWT。'],
    idTokenLifetime: ['ID トークン'],
    refreshTokenIdleExpiration: ['使われていないリフレッシュトークン'],
    refreshTokenExpiration: ['リフレッシュトークンの最長期間'],
  },
  generator: {
    length: ['長さ', '1–255 文字。'],
    expiry: ['有効期間', '0: 無期限。'],
    includeLowerLetters: ['小文字'],
    includeUpperLetters: ['大文字'],
    includeDigits: ['数字'],
    includeSymbols: ['記号'],
  },
  defaultLanguage: { language: ['言語を選んでいない人の言語'] },
  allowedLanguages: {
    allowedLanguages: ['ページとメールの言語', '空の場合はすべて。既定の言語を含める必要があります。'],
  },
  restrictions: {
    disallowPublicOrgRegistration: ['訪問者による組織の登録を禁止', 'そのページは表示されなくなります。'],
  },
  loginFlag: {
    required: ['すべてのアプリケーションで下のアドレスのログインを使う'],
    baseUri: [
      '独自のログインのアドレス',
      'https のアドレス。クエリは付けられません。空の場合はこのサーバーのログイン。',
    ],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      '組織を指定しないログインは、いずれにしてもインスタンスに従います。',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'そのために設定されたクライアントでは常にオンです。'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'そのためのアドレスを持つアプリケーションでは常にオンです。',
    ],
    permissionCheckV2: [
      'permissionCheckV2',
      '呼び出し元に閲覧が許可されていないものは、常に一覧から除かれます。',
    ],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'ログアウトで終了するセッションは常に 1 つです。',
    ],
    debugOidcParentError: ['debugOidcParentError', 'エラーには常に原因と対処が示されます。'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'トークンがユーザーのイベントになることはありません。'],
    userSchema: ['userSchema', 'このサービスはもう存在しません。'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', '別のコンソール用です。'],
  },
}
