import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Identidade visual',
    intro: 'Cores, logotipo, ícone e fonte das páginas de entrada, das páginas da conta e dos e-mails.',
  },
  messages: {
    title: 'Textos de mensagens',
    intro: 'O que os e-mails e SMS dizem, em cada idioma.',
  },
  loginTexts: {
    title: 'Textos de entrada',
    intro: 'O que as páginas de entrada dizem, em cada idioma.',
  },
  email: {
    title: 'Envio de e-mails',
    intro: 'O servidor ou serviço de e-mail que envia códigos, convites e avisos.',
  },
  sms: {
    title: 'Envio de SMS',
    intro: 'O serviço que envia códigos para telefones.',
  },
  domains: {
    title: 'Domínios da instância',
    intro: 'Onde a instância responde e em quais outros domínios ela confia.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Autorizações',
  add: 'Adicionar autorização',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Projetos',
  add: 'Novo projeto',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Auditoria',
  command: 'Registro de alterações e entradas',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Configurações',
  pages: {
    login: ['Entrada', 'Senhas, chaves de acesso, segundos fatores e por quanto tempo valem.'],
    complexity: ['Regras de senhas', 'O que uma nova senha precisa ter e quando expira.'],
    lockout: ['Bloqueio', 'Após quantas falhas uma pessoa é bloqueada e por quanto tempo.'],
    domain: [
      'Nomes e domínios',
      'Se os nomes de login terminam com um domínio e se é preciso verificar os domínios.',
    ],
    notification: ['Avisos', 'E-mails sobre alterações em uma conta.'],
    privacy: ['Links', 'Termos, política de privacidade, ajuda e suporte nas páginas de entrada.'],
    security: ['Segurança', 'Frames, agir em nome de outros e o que é preciso para alterar credenciais.'],
    oidc: ['Tokens', 'Quanto tempo duram os tokens dos aplicativos.'],
    generators: ['Códigos e segredos', 'Tamanho, validade e caracteres dos códigos gerados.'],
    languages: ['Idiomas', 'O idioma padrão e os que podem ser usados.'],
    restrictions: ['Cadastro', 'Se visitantes podem cadastrar organizações.'],
    features: ['Recursos', 'Páginas de entrada próprias e os sinalizadores do contrato.'],
    keys: ['Chaves de assinatura', 'As chaves que assinam os tokens: em uso, próxima e anteriores.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Trabalhar como usuário do sistema',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organizações',
  add: 'Nova organização',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Pessoas',
  addTitles: { person: 'Nova pessoa', machine: 'Nova máquina' },
  lifecycles: {
    invited: 'Convite ainda não aceito',
    unverified: 'E-mail não confirmado',
  },
  dormant: (days: number) => `Sem sessão nem token há ${days} dias`,
  importTitle: 'Importar pessoas de CSV',
}

export const commands: Translation['commands'] = { add: 'Novo aplicativo' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Destinos do registro',
  intro: 'Outros sistemas que recebem todos os eventos do registro, por exemplo um SIEM.',
}
