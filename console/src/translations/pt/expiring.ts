import type { Translation } from '../translation.ts'

export const expiring: Translation['expiring'] = {
  intro:
    'Por data de expiração, a mais próxima primeiro. Os itens expirados ficam aqui até serem removidos definitivamente.',
  owner: 'Titular',
  kind: 'Tipo',
  everyKind: 'Todos os tipos',
  organization: 'Organização',
  expiry: 'Expiração',
  expired: 'Já expirou',
  within: 'Período',
  withinYear: 'Em até um ano',
  withins: {
    0: 'Já expirados',
    30: 'Em até 30 dias',
    90: 'Em até 90 dias',
    3650: 'Em até 10 anos',
  },
  empty: 'Nenhuma chave ou token expira em até um ano.',
}
