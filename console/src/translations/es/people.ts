import type { Translation } from '../translation.ts'
import { peopleTitles } from './titles.ts'

const rows = (count: number) => (count === 1 ? '1 fila' : `${count.toLocaleString('es')} filas`)

const accounts = (count: number) => (count === 1 ? '1 cuenta' : `${count.toLocaleString('es')} cuentas`)

const leftOut = (count: number, one: string, many: string) =>
  count === 1
    ? `1 cuenta de la selección ${one} y queda fuera.`
    : `${accounts(count)} de la selección ${many} y quedan fuera.`

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro: 'Elige un archivo, mira lo que contiene e importa. Antes no se escribe nada.',
  fileTitle: 'Archivo',
  fileIntro: 'CSV con encabezado; coma, punto y coma o tabulador; UTF-8.',
  choose: 'Elegir un archivo',
  template: 'Guardar un ejemplo',
  tooLarge: 'El archivo ocupa más de 20 MB; divídelo.',
  rows,
  missingTitle: 'Faltan columnas',
  missing: (fields: readonly string[]) => `El archivo necesita una columna para ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Columnas que no se leen: ${columns.join(', ')}.`,
  columns: 'Se leen estas columnas:',
  fields: {
    email: 'obligatorio',
    givenName: 'obligatorio; también «first name»',
    familyName: 'obligatorio; también «last name»',
    username: 'si falta, el correo electrónico',
    displayName: 'si falta, nombre y apellidos',
    nickName: '',
    language: 'por ejemplo, es o de-CH',
    gender: 'female, male o diverse',
    phone: 'con el prefijo del país, por ejemplo +41 79 123 45 67',
    emailVerified: 'yes o no; si falta, no',
    phoneVerified: 'yes o no; si falta, no',
    userId: 'si falta, uno nuevo',
    password: 'una primera contraseña; quien tiene una no recibe invitación',
    changeRequired: 'si hay que cambiar esta contraseña; si falta, yes',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'es',
    phone: '+41791234567',
  },
  previewTitle: 'Qué se ha encontrado',
  resultTitle: 'Qué se ha importado',
  found: (good: number, bad: number) =>
    bad === 0
      ? `Se puede importar: ${rows(good)}.`
      : `Se puede importar: ${rows(good)}. No se puede y queda fuera: ${rows(bad)}.`,
  access: {
    title: '¿Cómo entran?',
    invite: 'Enviar una invitación a todos',
    inviteHint: 'Salvo a quienes tienen una contraseña en el archivo.',
    later: 'Configurar más tarde, no enviar correos',
  },
  leaveOut: (count: number) =>
    count === 1
      ? 'Dejar fuera a la persona cuyo correo electrónico ya tiene alguien'
      : `Dejar fuera a las ${count.toLocaleString('es')} personas cuyos correos electrónicos ya tiene alguien`,
  start: (count: number) => `Importar ${rows(count)}`,
  progress: 'Progreso de la importación',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Creadas: ${created.toLocaleString('es')}.`
      : `Creadas: ${created.toLocaleString('es')}; no creadas: ${failed.toLocaleString('es')}.`,
  saveFailed: 'Guardar las filas fallidas',
  onlyProblems: 'Solo filas con problemas',
  line: 'Línea',
  outcome: 'Resultado',
  ready: 'Lista',
  created: 'Creada',
  notInvited: (message: string) => `La invitación no se ha enviado. ${message}`,
  page: {
    first: 'Primera página',
    previous: 'Página anterior',
    next: 'Página siguiente',
    last: 'Última página',
  },
  problems: {
    givenName: 'Falta el nombre.',
    familyName: 'Faltan los apellidos.',
    email: 'Falta el correo electrónico.',
    phone: 'El número de teléfono necesita el prefijo del país, por ejemplo +41 79 123 45 67.',
    language: 'El idioma no es un código como es o de-CH.',
    gender: 'El género no es female, male ni diverse.',
    password: 'La contraseña no cumple todas las condiciones.',
    flag: (column: string) => `«${column}» no es ni yes ni no.`,
    repeated: (line: number) => `El mismo nombre de usuario o ID que en la línea ${line}.`,
    exists: 'Alguien de la organización tiene este correo electrónico.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Nombre, nombre de inicio de sesión, correo, teléfono o ID',
  empty: 'Todavía no hay nadie.',
  name: 'Nombre',
  loginName: 'Nombre de inicio de sesión',
  username: 'Nombre de usuario',
  email: 'Correo electrónico',
  notVerified: 'Sin confirmar',
  organization: 'Organización',
  factors: 'Segundo factor',
  factorLevels: { none: 'Ninguno', second: 'Sí', phishing_resistant: 'Clave de acceso o llave' },
  state: 'Estado',
  states: { active: 'Activa', inactive: 'Desactivada', locked: 'Bloqueada', initial: 'Sin configurar' },
  until: 'hasta',
  created: 'Creación',
  kinds: { person: 'Persona', machine: 'Máquina' },
  factorFilters: {
    none: 'Sin segundo factor',
    second: 'Con segundo factor',
    phishing_resistant: 'Con clave de acceso o llave',
  },
  invitedAt: 'invitación:',
  filters: {
    show: { label: 'Mostrar', all: 'Todo' },
    kind: { label: 'Tipo', all: 'Cualquier tipo' },
    state: { label: 'Estado', all: 'Cualquier estado' },
    factors: { label: 'Segundo factor', all: 'Cualquier factor' },
    organization: { label: 'Todas las organizaciones' },
  },
  addSubmit: {
    invite: 'Crear e invitar',
    password: 'Crear con contraseña',
    later: 'Crear',
    machine: 'Crear máquina',
  },
  added: (name: string) => `Cuenta creada: ${name}.`,
  invited: (email: string) => `Se envía una invitación a ${email}.`,
  givenName: 'Nombre',
  familyName: 'Apellidos',
  emailInvalid: 'Esto no es una dirección de correo electrónico.',
  emailVerified: 'La dirección está confirmada',
  emailVerifiedHint: 'Solo si sabes que pertenece a esta persona.',
  usernameHint: 'Déjalo vacío para usar el correo electrónico.',
  access: {
    title: '¿Cómo entra?',
    invite: {
      label: 'Enviar una invitación',
      hint: 'Un correo lleva a elegir una contraseña o clave de acceso y, de paso, confirma la dirección.',
    },
    password: {
      label: 'Establecer una primera contraseña',
      hint: 'Se la comunicas tú. Si la dirección no está confirmada, se envía un código a ella.',
    },
    later: {
      label: 'Configurar más tarde',
      hint: 'No se envía ningún correo y todavía no se puede iniciar sesión.',
    },
  },
  changeRequired: 'Hay que cambiarla en el primer inicio de sesión',
  furtherDetails: 'Nombre visible, idioma, género, teléfono',
  displayName: 'Nombre visible',
  nickName: 'Apodo',
  language: 'Idioma',
  noLanguage: 'El del navegador',
  gender: 'Género',
  genders: { '': 'Sin especificar', female: 'Femenino', male: 'Masculino', diverse: 'No binario' },
  phone: 'Teléfono',
  phoneHint: 'Con el prefijo del país, por ejemplo +41 79 123 45 67.',
  phoneVerified: 'El número está confirmado',
  machineName: 'Nombre',
  machineUsernameHint: 'Con él se encuentra la máquina; no puede ser el de nadie más.',
  description: 'Descripción',
  tokenTypes: {
    title: 'Tokens de acceso',
    bearer: {
      label: 'Opaco',
      hint: 'Quien lo recibe pregunta por él al servidor; por eso se puede anular al instante.',
    },
    jwt: { label: 'JWT', hint: 'Se comprueba sin preguntar al servidor, así que vale hasta que caduca.' },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `y ${accounts(count)} más`,
    changedSince: 'alguien ha cambiado esta cuenta desde entonces; revísala antes de cambiarla',
    wasNotActive:
      'la cuenta no estaba activa antes; al deshacer quedaría activa, así que sigue como está ahora',
    roles: {
      button: 'Dar roles',
      title: (count: number) => `Dar roles a ${accounts(count)}`,
      text: 'Reciben estos roles además de los que ya tienen en el proyecto.',
      done: (done: number, total: number) => `Con los roles: ${done} de ${accounts(total)}.`,
      changedSince: 'alguien ha cambiado estos roles desde entonces; revísalos antes de cambiarlos',
    },
    deactivate: {
      button: 'Desactivar',
      title: (count: number) => `Desactivar ${accounts(count)}`,
      text: 'Ya no pueden iniciar sesión, y sus sesiones y tokens dejan de funcionar. Se pueden reactivar.',
      left: (count: number) => leftOut(count, 'no se puede desactivar', 'no se pueden desactivar'),
      done: (done: number, total: number) => `Desactivadas: ${done} de ${accounts(total)}.`,
    },
    reactivate: {
      button: 'Reactivar',
      title: (count: number) => `Reactivar ${accounts(count)}`,
      text: 'Pueden volver a iniciar sesión.',
      left: (count: number) => leftOut(count, 'no está desactivada', 'no están desactivadas'),
      done: (done: number, total: number) => `Reactivadas: ${done} de ${accounts(total)}.`,
    },
    lock: {
      button: 'Bloquear',
      title: (count: number) => `Bloquear ${accounts(count)}`,
      text: 'No pueden iniciar sesión hasta que alguien las desbloquee.',
      left: (count: number) => leftOut(count, 'no está activa', 'no están activas'),
      done: (done: number, total: number) => `Bloqueadas: ${done} de ${accounts(total)}.`,
    },
    unlock: {
      button: 'Desbloquear',
      title: (count: number) => `Desbloquear ${accounts(count)}`,
      text: 'Pueden volver a iniciar sesión al instante; los intentos fallidos hasta ahora se olvidan. Si lo deshaces, quedan bloqueadas hasta que alguien las desbloquee.',
      left: (count: number) => leftOut(count, 'no está bloqueada', 'no están bloqueadas'),
      done: (done: number, total: number) => `Desbloqueadas: ${done} de ${accounts(total)}.`,
    },
    remove: {
      button: 'Eliminar',
      title: (count: number) => `Eliminar ${accounts(count)}`,
      text: 'Con ellas se eliminan sus factores, sesiones, tokens, claves, roles y pertenencias. No se puede deshacer.',
      left: (_: number) => '',
      done: (done: number, total: number) => `Eliminadas: ${done} de ${accounts(total)}.`,
    },
  },
  export: {
    title: 'Exportar como CSV',
    file: 'personas.csv',
    text: (total: number, more: boolean) =>
      `Se guardan como CSV las cuentas que coinciden con la búsqueda y los filtros: ${more ? 'más de ' : ''}${total.toLocaleString('es')}.`,
    progress: 'Progreso',
    save: 'Guardar como CSV',
  },
  import: importing,
}
