import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Console',
  skip: 'Ir para o conteúdo',
  menu: 'Navegação',
  openMenu: 'Abrir a navegação',
  closeMenu: 'Fechar a navegação',
  loading: 'Carregando',
  wholeInstance: 'Toda a instância',
  chooseOrganization: 'Escolher uma organização',
  searchOrganizations: 'Nome de uma organização',
  recent: 'Recentes',
  organization: 'Organização',
  organizations: 'Organizações',
  noOrganization: 'Nenhuma organização tem este nome.',
  search: 'Buscar',
  searchHint: 'Nome, e-mail, telefone, nome de login, ID do cliente ou ID',
  searchFailed: 'A busca falhou.',
  nothingFound: 'Nada tem este nome ou ID.',
  pages: 'Páginas',
  settings: 'Configurações',
  settingsIntro: {
    instance: 'De toda a instância. As organizações têm estes valores, a menos que tenham os seus próprios.',
    organization: 'Desta organização. Sem valores próprios, ela tem os da instância.',
  },
  noSettings: 'Não há aqui configurações que você possa ler.',
  kinds: {
    person: 'Pessoa',
    machine: 'Máquina',
    organization: 'Organização',
    project: 'Projeto',
    application: 'Aplicativo',
  },
  keyboard: 'Atalhos de teclado',
  keys: {
    palette: 'Buscar qualquer coisa',
    filter: 'Ir para o campo de busca da lista',
    help: 'Mostrar esta ajuda',
    close: 'Fechar o que está aberto',
  },
  followedBy: 'depois',
  looks: 'Tema e idioma',
  theme: 'Tema',
  language: 'Idioma',
  themes: { light: 'Claro', dark: 'Escuro', auto: 'Como o dispositivo' },
  account: 'Conta',
  ownAccount: 'Sua conta',
  switchAccount: 'Trocar de conta',
  logOut: 'Sair',
  systemUser: { as: (name: string) => `Usuário do sistema ${name}`, stop: 'Parar' },
  noRights: {
    title: 'Você ainda não tem permissões aqui',
    text: 'A administração da sua organização pode dar algumas a você. A sua própria conta está disponível.',
  },
  notFound: {
    title: 'Esta página não existe',
    text: 'Verifique o endereço ou volte para onde estava.',
    home: 'Ir para o início',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'Não foi possível iniciar o console',
    unknown: 'Não foi possível contatar o servidor; verifique a sua conexão e tente novamente.',
    storage:
      'O navegador não deixa o console guardar nada, nem mesmo o login desta aba; permita cookies e dados do site para este endereço e tente novamente.',
    again: 'Tentar novamente',
  },
  ended: 'sua entrada expirou; entre novamente para continuar',
  signedOut: {
    title: 'Você saiu da conta',
    text: 'Os tokens desta aba foram revogados.',
    again: 'Entrar',
    account: 'Sua conta',
  },
  tried: {
    title: 'De volta da entrada',
    text: 'O console mostra o que foi recebido. Você pode fechar esta janela.',
  },
}

export const system: Translation['system'] = {
  title: 'Trabalhar como usuário do sistema',
  intro:
    'Um usuário do sistema cria instâncias, dá domínios a elas e as remove. Ele é configurado no servidor com uma chave pública (SALLYPORT_SYSTEM_API_USERS) e não faz login: a chave privada dele assina cada pedido.',
  memory:
    'A chave fica na memória desta aba, de uma forma que nenhum script pode ler. Ela nunca é salva nem enviada. Ela some quando você recarrega ou fecha a aba ou clica em “Parar”.',
  name: 'ID do usuário do sistema',
  nameHint: 'O nome dele na configuração do servidor.',
  key: 'Chave privada',
  keyHint: 'Um arquivo com uma chave RSA em PEM, não criptografada.',
  chooseKey: 'Escolher o arquivo da chave',
  audience: 'Endereço do servidor',
  audienceHint: 'O da configuração dele (SALLYPORT_EXTERNAL_DOMAIN), com esquema e porta.',
  begin: 'Começar',
  toConsole: 'Console',
  problems: {
    title: 'Não funcionou',
    noName: 'Digite o ID do usuário do sistema.',
    noKey: 'Escolha o arquivo da chave privada.',
    notKey:
      'Este arquivo não contém uma chave RSA em PEM que possa ser lida; chaves criptografadas precisam ser descriptografadas antes.',
    noCrypto:
      'Os navegadores só assinam em endereços https e em localhost; abra o console em um endereço desses.',
    refused:
      'O servidor não aceita o que esta chave assina. Verifique o ID, a chave, o endereço do servidor e o relógio deste computador.',
  },
}

export const home: Translation['home'] = {
  title: 'Início',
  instance: 'Toda a instância',
  noRightsTitle: 'Você ainda não tem permissões aqui',
  noRights:
    'A administração da sua organização pode dar algumas a você. A sua própria conta está disponível.',
  ownAccount: 'Sua conta',
  noFigures: 'A navegação leva ao que você administra. Os números precisam da permissão user.read aqui.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Pessoas',
    withSecondFactor: 'Com um segundo fator',
    withPhishingResistant: 'Resistentes a phishing',
    logins: 'Entradas em 30 dias',
    failedChecks: 'Verificações sem sucesso em 30 dias',
    locks: 'Bloqueios em 30 dias',
  },
  charts: {
    logins: 'Entradas e verificações sem sucesso',
    factors: 'Bloqueios e fatores',
    intro: 'Por dia (UTC). Uma entrada é uma entrega de tokens a um aplicativo.',
    incomplete: 'Há eventos demais para contar todos: os números estão completos a partir de ',
    table: 'Como tabela',
    date: 'Dia',
    series: {
      logins: 'Entradas',
      failedChecks: 'Verificações sem sucesso',
      locks: 'Bloqueios',
      factorsAdded: 'Fatores adicionados',
      factorsRemoved: 'Fatores removidos',
    },
  },
  attention: {
    title: 'Requer atenção',
    nothing: 'Nada requer atenção.',
    locked: 'Pessoas bloqueadas',
    withoutFactorUnderForcedMfa: 'Pessoas sem o fator que a política delas exige',
    expiring: 'Chaves e tokens que expiram em até 30 dias',
    failingJobs: 'E-mails e mensagens que falham',
    count: (total: number, capped: boolean) =>
      capped ? `mais de ${total.toLocaleString('pt')}` : total.toLocaleString('pt'),
    more: (count: string) => `Os primeiros de ${count}.`,
    kinds: {
      application_key: 'Chave de um aplicativo',
      machine_key: 'Chave de uma máquina',
      personal_access_token: 'Token de acesso pessoal',
    },
    expires: 'expira',
    jobs: (jobs: number) => `${jobs.toLocaleString('pt')} em espera`,
    again: 'nova tentativa',
    allExpiring: 'Todas as chaves e tokens que expiram',
  },
  coverage: {
    title: 'Fatores por organização',
    organization: 'Organização',
  },
  steps: {
    title: 'Primeiros passos',
    intro: 'O que uma nova instância precisa antes de as pessoas poderem usá-la.',
    done: 'Feito',
    open: 'A fazer',
    factor: 'Adicione um segundo fator à sua própria conta',
    mail: 'Configure um provedor de e-mail para que códigos e convites cheguem',
    people: 'Adicione as primeiras pessoas',
    organization: 'Crie uma organização para cada cliente ou empresa',
  },
}
