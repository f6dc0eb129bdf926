import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `${title} é uma configuração de toda a instância; escolha “Toda a instância” no topo da página`,
  notFound: 'esta página de configurações não existe; abra a lista de todas as configurações',
  policies: {
    login: { title: 'Regras', intro: 'Para todos os que entram neste nível.' },
    complexity: {
      title: 'O que uma nova senha precisa ter',
      intro: 'As senhas atuais continuam como estão.',
    },
    age: { title: 'Quanto tempo dura uma senha', intro: 'Em dias desde que foi definida.' },
    lockout: { title: 'Limites', intro: 'Uma pessoa bloqueada não pode entrar com nada.' },
    domain: { title: 'Regras', intro: 'Só administradores da instância as alteram.' },
    privacy: {
      title: 'Endereços',
      intro:
        'As páginas de entrada e os e-mails mostram os que não estão vazios. {{.Lang}} representa o idioma da página.',
    },
    notification: { title: 'E-mails' },
    security: { title: 'Frames, agir em nome de outros e credenciais' },
    oidc: { title: 'Duração dos tokens', intro: 'Os tokens já emitidos mantêm a sua.' },
    restrictions: { title: 'Cadastro de organizações' },
    defaultLanguage: { title: 'Idioma padrão' },
    allowedLanguages: { title: 'Idiomas permitidos' },
    loginFlag: {
      title: 'Páginas de entrada próprias',
      intro: 'Envia as pessoas de todos os aplicativos para páginas de entrada que você opera.',
    },
    flags: {
      title: 'Outros sinalizadores do contrato',
      intro:
        'São guardados para os clientes que os definem. Este servidor não tem um segundo comportamento para ativar.',
    },
  },
  parts: {
    ways: 'Formas de entrar',
    factors: 'Segundos fatores',
    names: 'Nomes de login',
    pages: 'Páginas',
    lifetimes: 'Quanto tempo vale uma prova',
  },
  factors: {
    title: 'Fatores permitidos',
    intro: 'Uma alteração é salva na hora, depois que você vê quem ela afeta.',
    second: 'Segundos fatores, depois da senha',
    multi: 'Vários fatores de uma vez',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Aplicativo autenticador', 'Códigos de um aplicativo no telefone.'],
      SECOND_FACTOR_TYPE_U2F: ['Chave de segurança', 'Uma chave ou um dispositivo à prova de phishing.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Código por e-mail', 'Tão seguro quanto a caixa de entrada.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Códigos de recuperação',
        'Substituem um fator perdido. Se a política não disser nada, são permitidos.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Código por SMS', 'Outros podem se apoderar de um número.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Chave de acesso com PIN ou impressão digital',
        'Não precisa de senha.',
      ],
    },
    named: 'Permitido expressamente',
    allowNow: 'Permitir',
    forbidNow: 'Proibir',
    allow: (name: string) => `Permitir: ${name}`,
    forbid: (name: string) => `Não permitir mais: ${name}`,
    save: 'Salvar',
    allowed: (name: string) => `Permitido: ${name}.`,
    forbidden: (name: string) => `Não é mais permitido: ${name}.`,
  },
  warnings: {
    noWayIn: 'Nem senhas nem chaves de acesso seriam permitidas: ninguém poderia entrar, nem mesmo você.',
    noFactor:
      'Um segundo fator é exigido, mas nenhum é permitido: as pessoas não podem configurar o que precisam.',
    shortPasswords: 'Senhas com menos de 8 caracteres são adivinhadas rapidamente.',
    noLock: 'Sem um limite, senhas ou códigos podem ser testados para sempre.',
    lockForEver:
      'Só um administrador poderia encerrar os bloqueios: quem conhece um nome de login pode impedir o dono de entrar usando senhas incorretas.',
    namesWithDomain:
      'Todos os nomes de login passam a terminar com um domínio da organização. Informe antes os novos nomes às pessoas.',
    namesWithoutDomain:
      'Todos os nomes de login perdem o domínio. Duas pessoas com o mesmo nome de usuário não podem ambas mantê-lo; nesse caso, a alteração é recusada.',
    noOrigins: 'Frames são permitidos, mas não é indicada nenhuma página que possa tê-los.',
    impersonation: 'Quem tem o papel para isso pode agir como outra pessoa.',
    anyCredentials:
      'Os administradores poderão definir as credenciais de pessoas que têm mais permissões do que eles e, assim, obter essas permissões.',
    noFreshProof: 'Quem encontrar um navegador aberto poderá alterar a senha e os fatores do dono.',
    longTokens: 'Um token de acesso roubado que dura mais de um dia vale mais.',
    guessable: 'Há tão poucos destes códigos que eles podem ser adivinhados.',
    ownLogin:
      'Ninguém pode entrar, nem aqui, se a página de entrada neste endereço não funcionar. Abra-a antes.',
  },
  clash: (labels: string) =>
    `outra pessoa alterou isto nesse meio-tempo: ${labels}; salve mais uma vez para escolher entre os dois`,
  ownBeside:
    'Estes são os valores da própria organização. Onde a instância tem outro valor, ele aparece ao lado.',
  saveTogether:
    'Salvar dá a esta organização valores próprios, todos eles: alterações posteriores da instância não chegam mais a ela.',
  readOnly: (right: string) => `Para alterar isto, você precisa da permissão ${right}.`,
  credentialRights: [
    { value: 'held', label: 'De pessoas que não têm mais permissões do que eles' },
    { value: 'contract', label: 'De todas as pessoas que eles podem alterar' },
  ],
  reasonDemand: [
    { value: 'none', label: 'De ninguém' },
    { value: 'people', label: 'De pessoas; máquinas só o informam quando agem em nome de outros' },
  ],
  generators: [
    ['INIT_CODE', 'Primeiro código de uma pessoa', 'Define a primeira senha.'],
    ['VERIFY_EMAIL_CODE', 'Código para um e-mail', 'Confirma um endereço.'],
    ['VERIFY_PHONE_CODE', 'Código para um número de telefone', 'Confirma um número.'],
    ['PASSWORD_RESET_CODE', 'Código para uma nova senha', 'Enviado por e-mail a quem esqueceu a sua.'],
    ['PASSWORDLESS_INIT_CODE', 'Código para uma chave de acesso', 'Parte de um link de registro.'],
    ['APP_SECRET', 'Segredos de aplicativos e máquinas', 'Não expiram.'],
    ['OTP_SMS', 'Segundo fator por SMS', 'Digitado em uma entrada.'],
    ['OTP_EMAIL', 'Segundo fator por e-mail', 'Digitado em uma entrada.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'para sempre'
        : seconds % 3600 === 0
          ? `por ${seconds / 3600} h`
          : `por ${Math.round((seconds / 60) * 100) / 100} min`
    return `${length} caracteres, válido ${time}`
  },
  flags: {
    instance: 'Definido nesta instância',
    system: 'Do sistema',
    unset: 'Não definido',
    reset: 'Redefinir tudo',
    resetTitle: 'Redefinir todos os sinalizadores?',
    resetText:
      'Todos os sinalizadores desta instância, inclusive as páginas de entrada próprias, passam a ter os valores do sistema.',
    resetDone: 'Os sinalizadores foram redefinidos.',
  },
  keys: {
    title: 'Chaves',
    intro:
      'Uma só chave assina. Os clientes guardam as chaves publicadas por alguns minutos; por isso, crie a próxima um tempo antes de ativá-la e só exclua uma anterior quando nenhum token assinado por ela for mais válido.',
    id: 'ID',
    kind: 'Tipo',
    state: 'Status',
    created: 'Criação',
    changed: 'Última alteração',
    states: {
      STATE_INITIAL: ['Próxima', 'quiet'],
      STATE_ACTIVE: ['Em uso', 'good'],
      STATE_INACTIVE: ['Anterior', 'warn'],
      STATE_REMOVED: ['Excluída', 'warn'],
    },
    add: 'Nova chave',
    addText: 'É publicada na hora e não assina nada até que você a ative.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): todos os clientes a conhecem' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Curva elíptica P-256 (ES256): pequena e rápida' },
      { value: 'ecdsa-P384', label: 'Curva elíptica P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Curva elíptica P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'A chave foi criada.',
    activate: 'Ativar',
    activateTitle: 'Assinar com esta chave a partir de agora?',
    activateText:
      'Os clientes que ainda não buscaram esta chave recusam novos tokens até buscá-la. A chave anterior continua publicada; por isso, os tokens dela continuam válidos.',
    activated: 'A chave está em uso.',
    remove: 'Excluir',
    removeTitle: 'Excluir esta chave?',
    removeText: 'A partir daí, os tokens que ela assinou são recusados, inclusive os que ainda são válidos.',
    removed: 'A chave foi excluída.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) => `O servidor pediu a página de entrada neste endereço e recebeu HTTP ${status}.`,
  name_unknown: 'O servidor não alcança este endereço: o nome não é conhecido.',
  connection_refused: 'O servidor não alcança este endereço: nada aceita conexões ali.',
  timeout: 'O servidor não alcança este endereço: nada respondeu em 5 segundos.',
  certificate: 'O servidor não alcança este endereço com segurança: não confia no certificado.',
  failed: 'O servidor não alcança este endereço: a conexão falhou.',
  not_allowed:
    'Não foi possível verificar o endereço: o servidor não pode consultar endereços de redes privadas.',
  not_public:
    'Não foi possível verificar o endereço: o nome não é conhecido ou pertence a uma rede privada. Verifique a ortografia.',
  not_asked: 'Não foi possível verificar o endereço.',
}
