import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['Entrar com uma senha', 'Desativado: só restam as chaves de acesso.'],
    passwordlessType: [
      'Entrar com uma chave de acesso',
      'Uma chave de acesso substitui a senha e é também um segundo fator.',
    ],
    allowRegister: ['As pessoas podem se cadastrar', 'Na organização que o aplicativo indica.'],
    allowExternalIdp: [
      'Entrar com outros provedores',
      'Tem efeito depois que um provedor de identidade é configurado.',
    ],
    defaultRedirectUri: [
      'Para onde vai quem não veio de nenhum aplicativo',
      'Um endereço que começa com https, ou o de um aplicativo. Vazio: a página da conta.',
    ],
    forceMfa: ['Toda conta precisa de um segundo fator'],
    forceMfaLocalOnly: [
      'As contas deste servidor precisam de um segundo fator',
      'Quem entra com outro provedor não precisa.',
    ],
    mfaInitSkipLifetime: ['Oferecer um fator novamente após', '0: não oferecer.'],
    ignoreUnknownUsernames: [
      'Ocultar se um nome de login existe',
      'Também se pede uma senha para nomes desconhecidos, para que ninguém descubra quem tem uma conta.',
    ],
    allowDomainDiscovery: [
      'Encontrar a organização pelo domínio do nome de login',
      'Nomes desconhecidos de um domínio verificado pertencem à organização dele.',
    ],
    disableLoginWithEmail: ['Não aceitar um e-mail como nome de login'],
    disableLoginWithPhone: ['Não aceitar um número de telefone como nome de login'],
    hidePasswordReset: ['Ocultar “Esqueceu a senha?”'],
    passwordCheckLifetime: ['Senha'],
    secondFactorCheckLifetime: ['Segundo fator'],
    multiFactorCheckLifetime: ['Chave de acesso'],
    externalLoginCheckLifetime: ['Outro provedor'],
  },
  complexity: {
    minLength: ['Número mínimo de caracteres', 'De 1 a 72.'],
    hasUppercase: ['Uma letra maiúscula (A–Z)'],
    hasLowercase: ['Uma letra minúscula (a–z)'],
    hasNumber: ['Um número (0–9)'],
    hasSymbol: ['Um sinal de pontuação ou símbolo'],
  },
  age: {
    maxAgeDays: ['As senhas expiram após (dias)', '0: nunca. Depois, uma nova é exigida na próxima entrada.'],
    expireWarnDays: ['Avisar antes (dias)', '0: sem aviso.'],
  },
  lockout: {
    maxPasswordAttempts: ['Senhas incorretas até o bloqueio', '0: nunca.'],
    maxOtpAttempts: ['Códigos incorretos até o bloqueio', '0: nunca.'],
    releaseAfter: ['Um bloqueio termina sozinho após', '0: só um administrador desbloqueia.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Os nomes de login terminam com um domínio da organização',
      'Assim, duas organizações podem ter o mesmo nome de usuário. Uma alteração muda todos os nomes de login.',
    ],
    validateOrgDomains: [
      'É preciso verificar os domínios das organizações',
      'Desativado: um domínio vale assim que é adicionado.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['O remetente dos e-mails tem um domínio da instância'],
  },
  notification: {
    passwordChange: ['Enviar um e-mail a quem teve a senha alterada'],
  },
  privacy: {
    tosLink: ['Termos de serviço'],
    privacyLink: ['Política de privacidade'],
    helpLink: ['Ajuda'],
    supportEmail: ['E-mail do suporte'],
    docsLink: ['Documentação'],
    customLink: ['Um link próprio'],
    customLinkText: ['O texto dele'],
  },
  security: {
    enableIframeEmbedding: [
      'Outras páginas podem mostrar a entrada em um frame',
      'Frames facilitam enganar as pessoas para que cliquem; indique quais páginas estão autorizadas.',
    ],
    allowedOrigins: [
      'Páginas autorizadas',
      'Por exemplo, https://app.example.com. Pressione Enter após cada uma.',
    ],
    enableImpersonation: [
      'Usuários podem agir em nome de outros',
      'Por troca de tokens; cada um também precisa de um papel para isso.',
    ],
    credentialRights: [
      'De quem um administrador pode definir as credenciais',
      'Quem define uma senha ou chave de acesso de uma pessoa pode agir como ela.',
    ],
    freshProof: [
      'Confirmar a identidade novamente antes de alterar as credenciais',
      'Também antes de excluir organizações, dar papéis na instância, alterar chaves de assinatura ou destinos do registro ou agir em nome de outros. A menos que isso tenha sido feito nos minutos indicados. 0: não é preciso. No máximo 1.440.',
    ],
    reasonDemand: [
      'Ações sensíveis exigem um motivo, que fica no registro',
      'Exclusões, administradores, chaves de assinatura, segredos de aplicativos, destinos do registro, e senhas, fatores e endereços de outras pessoas.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Tokens de acesso', 'Opacos e JWT.'],
    idTokenLifetime: ['Tokens de ID'],
    refreshTokenIdleExpiration: ['Tokens de atualização sem uso'],
    refreshTokenExpiration: ['Tokens de atualização, no máximo'],
  },
  generator: {
    length: ['Tamanho', 'De 1 a 255 caracteres.'],
    expiry: ['Validade', '0: para sempre.'],
    includeLowerLetters: ['Letras minúsculas'],
    includeUpperLetters: ['Letras maiúsculas'],
    includeDigits: ['Números'],
    includeSymbols: ['Símbolos'],
  },
  defaultLanguage: { language: ['Idioma de quem não escolheu nenhum'] },
  allowedLanguages: {
    allowedLanguages: [
      'Idiomas de páginas e e-mails',
      'Vazio: todos. O idioma padrão precisa estar entre eles.',
    ],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Visitantes não podem cadastrar organizações',
      'Nesse caso, a página para isso não existe.',
    ],
  },
  loginFlag: {
    required: ['Todos os aplicativos usam as páginas de entrada do endereço abaixo'],
    baseUri: [
      'Endereço das suas páginas de entrada',
      'https, sem parâmetros. Vazio: as páginas deste servidor.',
    ],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Uma entrada que não indica nenhuma organização segue a instância de qualquer forma.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Sempre ativo, para clientes configurados para isso.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Sempre ativo, para aplicativos que têm um endereço para isso.',
    ],
    permissionCheckV2: ['permissionCheckV2', 'As listas sempre omitem o que quem chama não pode ler.'],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Uma saída sempre encerra uma só sessão.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Os erros sempre dizem a causa e a solução.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Tokens nunca são eventos de pessoas.'],
    userSchema: ['userSchema', 'Os serviços dele não existem mais.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Para outro console.'],
  },
}
