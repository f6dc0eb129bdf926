import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['使用密码登录', '关闭后只能使用通行密钥。'],
    passwordlessType: ['使用通行密钥登录', '通行密钥代替密码，同时也是第二步验证。'],
    allowRegister: ['用户可以自行注册', '注册到应用指定的组织。'],
    allowExternalIdp: ['通过其他提供商登录', '设置身份提供商后生效。'],
    defaultRedirectUri: [
      '不经应用登录的用户前往的位置',
      '以 https 开头的地址，或应用的地址。留空则为账户页面。',
    ],
    forceMfa: ['每个人都需要第二步验证'],
    forceMfaLocalOnly: ['此服务器的用户需要第二步验证', '通过其他提供商登录的用户不需要。'],
    mfaInitSkipLifetime: ['再次建议设置验证方式的间隔', '0：不建议。'],
    ignoreUnknownUsernames: ['隐藏登录名是否存在', '对未知的名称也要求输入密码，使他人无法探知谁有账户。'],
    allowDomainDiscovery: ['按登录名的域名查找组织', '已确认域名下的未知名称归属其组织。'],
    disableLoginWithEmail: ['不接受电子邮件地址作为登录名'],
    disableLoginWithPhone: ['不接受电话号码作为登录名'],
    hidePasswordReset: ['隐藏“忘记密码？”'],
    passwordCheckLifetime: ['密码'],
    secondFactorCheckLifetime: ['第二步验证'],
    multiFactorCheckLifetime: ['通行密钥'],
    externalLoginCheckLifetime: ['其他提供商'],
  },
  complexity: {
    minLength: ['最少字符数', '1 至 72。'],
    hasUppercase: ['一个大写字母（A–Z）'],
    hasLowercase: ['一个小写字母（a–z）'],
    hasNumber: ['一个数字（0–9）'],
    hasSymbol: ['一个符号'],
  },
  age: {
    maxAgeDays: ['密码有效期', '0：永不过期。到期后，下次登录时需要设置新密码。'],
    expireWarnDays: ['到期前提醒', '0：不提醒。'],
  },
  lockout: {
    maxPasswordAttempts: ['锁定用户前的密码错误次数', '0：从不锁定。'],
    maxOtpAttempts: ['锁定用户前的验证码错误次数', '0：从不锁定。'],
    releaseAfter: ['锁定自动解除的时间', '0：只能由管理员解锁。'],
  },
  domain: {
    userLoginMustBeDomain: [
      '登录名以组织的域名结尾',
      '这样两个组织可以有相同的用户名。更改会影响所有登录名。',
    ],
    validateOrgDomains: ['组织的域名必须证明', '关闭：域名添加后立即生效。'],
    smtpSenderAddressMatchesInstanceDomain: ['邮件发件人使用实例的域名'],
  },
  notification: {
    passwordChange: ['密码更改后通过邮件通知用户'],
  },
  privacy: {
    tosLink: ['服务条款'],
    privacyLink: ['隐私政策'],
    helpLink: ['帮助'],
    supportEmail: ['支持的电子邮件地址'],
    docsLink: ['文档'],
    customLink: ['自定义链接'],
    customLinkText: ['链接文本'],
  },
  security: {
    enableIframeEmbedding: ['其他页面可以在框架中显示登录', '框架更容易被用来诱骗点击；请指定允许的页面。'],
    allowedOrigins: ['允许的页面', '例如 https://app.example.com。每输入一个后按 Enter 键。'],
    enableImpersonation: ['用户可以代理他人操作', '通过令牌交换；还需要相应的角色。'],
    credentialRights: ['管理员可以设置谁的凭据', '为某人设置密码或通行密钥的人，可以以其名义操作。'],
    freshProof: [
      '更改凭据之前需要重新验证',
      '删除组织、授予实例角色、更改签名密钥或日志目标以及代理他人操作之前也需要。在此分钟数内已验证过的除外。0：不需要。最多 1,440。',
    ],
    reasonDemand: [
      '敏感操作需要说明原因，并保留在日志中',
      '删除、管理员、签名密钥、应用的机密、日志目标，以及他人的密码、验证方式和地址。',
    ],
  },
  oidc: {
    accessTokenLifetime: ['访问令牌', '不透明和 JWT。'],
    idTokenLifetime: ['ID 令牌'],
    refreshTokenIdleExpiration: ['未使用的刷新令牌'],
    refreshTokenExpiration: ['刷新令牌的最长有效期'],
  },
  generator: {
    length: ['长度', '1 至 255 个字符。'],
    expiry: ['有效期', '0：永久。'],
    includeLowerLetters: ['小写字母'],
    includeUpperLetters: ['大写字母'],
    includeDigits: ['数字'],
    includeSymbols: ['符号'],
  },
  defaultLanguage: { language: ['未选择语言的用户所用的语言'] },
  allowedLanguages: {
    allowedLanguages: ['页面和邮件的语言', '留空：全部。必须包含默认语言。'],
  },
  restrictions: {
    disallowPublicOrgRegistration: ['禁止访客注册组织', '相应的页面将不可用。'],
  },
  loginFlag: {
    required: ['所有应用都使用以下地址的登录'],
    baseUri: ['自建登录的地址', 'https，不含查询参数。留空：此服务器的登录。'],
  },
  flags: {
    loginDefaultOrg: ['loginDefaultOrg', '未指定组织的登录始终遵循实例的设置。'],
    oidcTokenExchange: ['oidcTokenExchange', '对已配置的客户端始终开启。'],
    enableBackChannelLogout: ['enableBackChannelLogout', '对设有相应地址的应用始终开启。'],
    permissionCheckV2: ['permissionCheckV2', '列表始终不包含调用者无权查看的内容。'],
    oidcSingleV1SessionTermination: ['oidcSingleV1SessionTermination', '退出登录始终只结束一个会话。'],
    debugOidcParentError: ['debugOidcParentError', '错误始终说明原因和解决办法。'],
    disableUserTokenEvent: ['disableUserTokenEvent', '令牌从不作为用户的事件。'],
    userSchema: ['userSchema', '其服务已不存在。'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', '供其他控制台使用。'],
  },
}
