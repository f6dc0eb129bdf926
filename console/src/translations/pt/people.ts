import type { Translation } from '../translation.ts'
import { peopleTitles } from './titles.ts'

const rows = (count: number) => `${count.toLocaleString('pt')} ${count < 2 ? 'linha' : 'linhas'}`

const accounts = (count: number) => `${count.toLocaleString('pt')} ${count < 2 ? 'conta' : 'contas'}`

const leftOut = (count: number, one: string, many: string) =>
  count < 2
    ? `${accounts(count)} da seleção ${one} e fica de fora.`
    : `${accounts(count)} da seleção ${many} e ficam de fora.`

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro: 'Escolha um arquivo, veja o que foi encontrado nele e importe. Nada é gravado antes.',
  fileTitle: 'Arquivo',
  fileIntro: 'CSV com cabeçalho; vírgula, ponto e vírgula ou tabulação; UTF-8.',
  choose: 'Escolher um arquivo',
  template: 'Salvar um exemplo',
  tooLarge: 'O arquivo tem mais de 20 MB; divida-o.',
  rows,
  missingTitle: 'Faltam colunas',
  missing: (fields: readonly string[]) => `O arquivo precisa de uma coluna para ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Colunas que não são lidas: ${columns.join(', ')}.`,
  columns: 'Estas colunas são lidas:',
  fields: {
    email: 'obrigatório',
    givenName: 'obrigatório; também “first name”',
    familyName: 'obrigatório; também “last name”',
    username: 'se faltar, o e-mail',
    displayName: 'se faltar, nome e sobrenome',
    nickName: '',
    language: 'por exemplo, pt ou de-CH',
    gender: 'female, male ou diverse',
    phone: 'com o código do país, por exemplo +41 79 123 45 67',
    emailVerified: 'yes ou no; se faltar, no',
    phoneVerified: 'yes ou no; se faltar, no',
    userId: 'se faltar, um novo',
    password: 'uma primeira senha; quem tem uma não recebe convite',
    changeRequired: 'se esta senha precisa ser alterada; se faltar, yes',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'pt',
    phone: '+41791234567',
  },
  previewTitle: 'O que foi encontrado',
  resultTitle: 'O que foi importado',
  found: (good: number, bad: number) =>
    bad === 0
      ? `É possível importar: ${rows(good)}.`
      : `É possível importar: ${rows(good)}. Não é possível e fica de fora: ${rows(bad)}.`,
  access: {
    title: 'Como as pessoas entram?',
    invite: 'Enviar um convite a todos',
    inviteHint: 'Exceto a quem tem uma senha no arquivo.',
    later: 'Configurar depois, não enviar e-mails',
  },
  leaveOut: (count: number) =>
    count < 2
      ? 'Deixar de fora a pessoa cujo e-mail alguém já tem'
      : `Deixar de fora as ${count.toLocaleString('pt')} pessoas cujos e-mails alguém já tem`,
  start: (count: number) => `Importar ${rows(count)}`,
  progress: 'Progresso da importação',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Criadas: ${created.toLocaleString('pt')}.`
      : `Criadas: ${created.toLocaleString('pt')}; não criadas: ${failed.toLocaleString('pt')}.`,
  saveFailed: 'Salvar as linhas com falha',
  onlyProblems: 'Só linhas com problemas',
  line: 'Linha',
  outcome: 'Resultado',
  ready: 'Pronta',
  created: 'Criada',
  notInvited: (message: string) => `O convite não foi enviado. ${message}`,
  page: {
    first: 'Primeira página',
    previous: 'Página anterior',
    next: 'Próxima página',
    last: 'Última página',
  },
  problems: {
    givenName: 'Falta o nome.',
    familyName: 'Falta o sobrenome.',
    email: 'Falta o e-mail.',
    phone: 'O número de telefone precisa do código do país, por exemplo +41 79 123 45 67.',
    language: 'O idioma não é um código como pt ou de-CH.',
    gender: 'O gênero não é female, male nem diverse.',
    password: 'A senha não tem tudo o que é preciso.',
    flag: (column: string) => `“${column}” não é yes nem no.`,
    repeated: (line: number) => `O mesmo nome de usuário ou ID da linha ${line}.`,
    exists: 'Alguém da organização tem este e-mail.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Nome, nome de login, e-mail, telefone ou ID',
  empty: 'Ainda não há ninguém aqui.',
  name: 'Nome',
  loginName: 'Nome de login',
  username: 'Nome de usuário',
  email: 'E-mail',
  notVerified: 'Não confirmado',
  organization: 'Organização',
  factors: 'Segundo fator',
  factorLevels: { none: 'Nenhum', second: 'Sim', phishing_resistant: 'Chave de acesso ou de segurança' },
  state: 'Status',
  states: { active: 'Ativa', inactive: 'Desativada', locked: 'Bloqueada', initial: 'Não configurada' },
  until: 'até',
  created: 'Criação',
  kinds: { person: 'Pessoa', machine: 'Máquina' },
  factorFilters: {
    none: 'Sem segundo fator',
    second: 'Com segundo fator',
    phishing_resistant: 'Com chave de acesso ou de segurança',
  },
  invitedAt: 'convite:',
  filters: {
    show: { label: 'Mostrar', all: 'Tudo' },
    kind: { label: 'Tipo', all: 'Qualquer tipo' },
    state: { label: 'Status', all: 'Qualquer status' },
    factors: { label: 'Segundo fator', all: 'Qualquer fator' },
    organization: { label: 'Todas as organizações' },
  },
  addSubmit: {
    invite: 'Criar e convidar',
    password: 'Criar com senha',
    later: 'Criar',
    machine: 'Criar máquina',
  },
  added: (name: string) => `Conta criada: ${name}.`,
  invited: (email: string) => `Um convite será enviado para ${email}.`,
  givenName: 'Nome',
  familyName: 'Sobrenome',
  emailInvalid: 'Isto não é um endereço de e-mail.',
  emailVerified: 'O endereço está confirmado',
  emailVerifiedHint: 'Só se você souber que ele pertence a esta pessoa.',
  usernameHint: 'Deixe vazio para usar o e-mail.',
  access: {
    title: 'Como a pessoa entra?',
    invite: {
      label: 'Enviar um convite',
      hint: 'Um e-mail leva à escolha de uma senha ou chave de acesso e também confirma o endereço.',
    },
    password: {
      label: 'Definir uma primeira senha',
      hint: 'É você quem a informa à pessoa. Se o endereço não estiver confirmado, um código vai para lá.',
    },
    later: { label: 'Configurar depois', hint: 'Nenhum e-mail é enviado, e ainda não é possível entrar.' },
  },
  changeRequired: 'Precisa ser alterada na primeira entrada',
  furtherDetails: 'Nome de exibição, idioma, gênero, telefone',
  displayName: 'Nome de exibição',
  nickName: 'Apelido',
  language: 'Idioma',
  noLanguage: 'O do navegador',
  gender: 'Gênero',
  genders: { '': 'Não informado', female: 'Feminino', male: 'Masculino', diverse: 'Não binário' },
  phone: 'Telefone',
  phoneHint: 'Com o código do país, por exemplo +41 79 123 45 67.',
  phoneVerified: 'O número está confirmado',
  machineName: 'Nome',
  machineUsernameHint: 'Com ele se encontra a máquina; não pode ser o de mais ninguém.',
  description: 'Descrição',
  tokenTypes: {
    title: 'Tokens de acesso',
    bearer: { label: 'Opaco', hint: 'Quem o recebe consulta o servidor; por isso pode ser anulado na hora.' },
    jwt: { label: 'JWT', hint: 'É verificado sem consultar o servidor; por isso vale até expirar.' },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `e mais ${accounts(count)}`,
    changedSince: 'alguém alterou esta conta nesse meio-tempo; veja-a antes de alterá-la',
    wasNotActive:
      'a conta não estava ativa antes; ao desfazer, ela ficaria ativa, por isso continua como está agora',
    roles: {
      button: 'Dar papéis',
      title: (count: number) => `Dar papéis a ${accounts(count)}`,
      text: 'Elas recebem estes papéis além dos que já têm no projeto.',
      done: (done: number, total: number) => `Com os papéis: ${done} de ${accounts(total)}.`,
      changedSince: 'alguém alterou estes papéis nesse meio-tempo; veja-os antes de alterá-los',
    },
    deactivate: {
      button: 'Desativar',
      title: (count: number) => `Desativar ${accounts(count)}`,
      text: 'Elas não podem mais entrar, e as suas sessões e tokens deixam de funcionar. É possível reativá-las.',
      left: (count: number) => leftOut(count, 'não pode ser desativada', 'não podem ser desativadas'),
      done: (done: number, total: number) => `Desativadas: ${done} de ${accounts(total)}.`,
    },
    reactivate: {
      button: 'Reativar',
      title: (count: number) => `Reativar ${accounts(count)}`,
      text: 'Elas podem entrar novamente.',
      left: (count: number) => leftOut(count, 'não está desativada', 'não estão desativadas'),
      done: (done: number, total: number) => `Reativadas: ${done} de ${accounts(total)}.`,
    },
    lock: {
      button: 'Bloquear',
      title: (count: number) => `Bloquear ${accounts(count)}`,
      text: 'Elas não podem entrar até que alguém as desbloqueie.',
      left: (count: number) => leftOut(count, 'não está ativa', 'não estão ativas'),
      done: (done: number, total: number) => `Bloqueadas: ${done} de ${accounts(total)}.`,
    },
    unlock: {
      button: 'Desbloquear',
      title: (count: number) => `Desbloquear ${accounts(count)}`,
      text: 'Elas podem entrar novamente na hora; as tentativas incorretas até agora são esquecidas. Se você desfizer, ficam bloqueadas até que alguém as desbloqueie.',
      left: (count: number) => leftOut(count, 'não está bloqueada', 'não estão bloqueadas'),
      done: (done: number, total: number) => `Desbloqueadas: ${done} de ${accounts(total)}.`,
    },
    remove: {
      button: 'Excluir',
      title: (count: number) => `Excluir ${accounts(count)}`,
      text: 'Os fatores, sessões, tokens, chaves, papéis e vínculos delas são excluídos junto. Não é possível desfazer.',
      left: (_: number) => '',
      done: (done: number, total: number) => `Excluídas: ${done} de ${accounts(total)}.`,
    },
  },
  export: {
    title: 'Exportar como CSV',
    file: 'pessoas.csv',
    text: (total: number, more: boolean) =>
      `As contas que correspondem à busca e aos filtros são salvas como CSV: ${more ? 'mais de ' : ''}${total.toLocaleString('pt')}.`,
    progress: 'Progresso',
    save: 'Salvar como CSV',
  },
  import: importing,
}
