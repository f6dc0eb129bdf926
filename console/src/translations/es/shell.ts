import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Consola',
  skip: 'Ir al contenido',
  menu: 'Navegación',
  openMenu: 'Abrir la navegación',
  closeMenu: 'Cerrar la navegación',
  loading: 'Cargando',
  wholeInstance: 'Toda la instancia',
  chooseOrganization: 'Elegir una organización',
  searchOrganizations: 'Nombre de una organización',
  recent: 'Recientes',
  organization: 'Organización',
  organizations: 'Organizaciones',
  noOrganization: 'Ninguna organización tiene este nombre.',
  search: 'Buscar',
  searchHint: 'Nombre, correo, teléfono, nombre de inicio de sesión, ID de cliente o ID',
  searchFailed: 'La búsqueda ha fallado.',
  nothingFound: 'Nada tiene este nombre o ID.',
  pages: 'Páginas',
  settings: 'Ajustes',
  settingsIntro: {
    instance:
      'De toda la instancia. Las organizaciones tienen estos valores, salvo que tengan los suyos propios.',
    organization: 'De esta organización. Si no tiene valores propios, tiene los de la instancia.',
  },
  noSettings: 'Aquí no hay ajustes que puedas leer.',
  kinds: {
    person: 'Persona',
    machine: 'Máquina',
    organization: 'Organización',
    project: 'Proyecto',
    application: 'Aplicación',
  },
  keyboard: 'Atajos de teclado',
  keys: {
    palette: 'Buscar cualquier cosa',
    filter: 'Ir al campo de búsqueda de la lista',
    help: 'Mostrar esta ayuda',
    close: 'Cerrar lo que está abierto',
  },
  followedBy: 'luego',
  looks: 'Tema e idioma',
  theme: 'Tema',
  language: 'Idioma',
  themes: { light: 'Claro', dark: 'Oscuro', auto: 'Como el dispositivo' },
  account: 'Cuenta',
  ownAccount: 'Tu cuenta',
  switchAccount: 'Cambiar de cuenta',
  logOut: 'Cerrar sesión',
  systemUser: { as: (name: string) => `Usuario del sistema ${name}`, stop: 'Terminar' },
  noRights: {
    title: 'Todavía no tienes permisos aquí',
    text: 'La administración de tu organización puede dártelos. Tu propia cuenta sí está a tu disposición.',
  },
  notFound: {
    title: 'Esta página no existe',
    text: 'Revisa la dirección o vuelve al lugar de donde venías.',
    home: 'Ir al inicio',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'No se puede iniciar la consola',
    unknown: 'No se puede contactar con el servidor; revisa tu conexión y vuelve a intentarlo.',
    storage:
      'El navegador no deja que la consola guarde nada, ni siquiera la sesión de esta pestaña; permite las cookies y los datos de sitio para esta dirección y vuelve a intentarlo.',
    again: 'Reintentar',
  },
  ended: 'tu sesión ha terminado; vuelve a iniciar sesión para continuar',
  signedOut: {
    title: 'Has cerrado la sesión',
    text: 'Los tokens de esta pestaña se han revocado.',
    again: 'Iniciar sesión',
    account: 'Tu cuenta',
  },
  tried: {
    title: 'De vuelta del inicio de sesión',
    text: 'La consola muestra lo que se ha recibido. Puedes cerrar esta ventana.',
  },
}

export const system: Translation['system'] = {
  title: 'Trabajar como usuario del sistema',
  intro:
    'Un usuario del sistema crea instancias, les da dominios y las elimina. Se configura en el servidor con una clave pública (SALLYPORT_SYSTEM_API_USERS) y no inicia sesión: su clave privada firma cada solicitud.',
  memory:
    'La clave se queda en la memoria de esta pestaña, de una forma que ningún script puede leer. Nunca se guarda ni se envía. Desaparece cuando vuelves a cargar o cierras la pestaña, o pulsas «Terminar».',
  name: 'ID del usuario del sistema',
  nameHint: 'Su nombre en la configuración del servidor.',
  key: 'Clave privada',
  keyHint: 'Un archivo con una clave RSA en PEM sin cifrar.',
  chooseKey: 'Elegir el archivo de la clave',
  audience: 'Dirección del servidor',
  audienceHint: 'La de su configuración (SALLYPORT_EXTERNAL_DOMAIN), con esquema y puerto.',
  begin: 'Empezar',
  toConsole: 'Consola',
  problems: {
    title: 'No ha funcionado',
    noName: 'Escribe el ID del usuario del sistema.',
    noKey: 'Elige el archivo de la clave privada.',
    notKey:
      'Este archivo no contiene ninguna clave RSA en PEM que se pueda leer; las claves cifradas hay que descifrarlas antes.',
    noCrypto:
      'Los navegadores solo firman en direcciones https y en localhost; abre la consola en una de esas direcciones.',
    refused:
      'El servidor no acepta lo que firma esta clave. Revisa el ID, la clave, la dirección del servidor y el reloj de este ordenador.',
  },
}

export const home: Translation['home'] = {
  title: 'Inicio',
  instance: 'Toda la instancia',
  noRightsTitle: 'Todavía no tienes permisos aquí',
  noRights: 'La administración de tu organización puede dártelos. Tu propia cuenta sí está a tu disposición.',
  ownAccount: 'Tu cuenta',
  noFigures: 'La navegación lleva a lo que administras. Las cifras necesitan aquí el permiso user.read.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Personas',
    withSecondFactor: 'Con un segundo factor',
    withPhishingResistant: 'Resistentes al phishing',
    logins: 'Inicios de sesión en 30 días',
    failedChecks: 'Comprobaciones fallidas en 30 días',
    locks: 'Bloqueos en 30 días',
  },
  charts: {
    logins: 'Inicios de sesión y comprobaciones fallidas',
    factors: 'Bloqueos y factores',
    intro: 'Por día (UTC). Un inicio de sesión es una entrega de tokens a una aplicación.',
    incomplete: 'Hay demasiados eventos para contarlos todos: las cifras están completas desde el ',
    table: 'Como tabla',
    date: 'Día',
    series: {
      logins: 'Inicios de sesión',
      failedChecks: 'Comprobaciones fallidas',
      locks: 'Bloqueos',
      factorsAdded: 'Factores añadidos',
      factorsRemoved: 'Factores quitados',
    },
  },
  attention: {
    title: 'Requiere atención',
    nothing: 'Nada requiere atención.',
    locked: 'Personas bloqueadas',
    withoutFactorUnderForcedMfa: 'Personas sin el factor que exige su política',
    expiring: 'Claves y tokens que caducan en 30 días',
    failingJobs: 'Correos y mensajes que fallan',
    count: (total: number, capped: boolean) =>
      capped ? `más de ${total.toLocaleString('es')}` : total.toLocaleString('es'),
    more: (count: string) => `Los primeros de ${count}.`,
    kinds: {
      application_key: 'Clave de una aplicación',
      machine_key: 'Clave de una máquina',
      personal_access_token: 'Token de acceso personal',
    },
    expires: 'caduca',
    jobs: (jobs: number) => (jobs === 1 ? '1 en espera' : `${jobs.toLocaleString('es')} en espera`),
    again: 'nuevo intento',
    allExpiring: 'Todas las claves y tokens que caducan',
  },
  coverage: {
    title: 'Factores por organización',
    organization: 'Organización',
  },
  steps: {
    title: 'Primeros pasos',
    intro: 'Qué necesita una instancia nueva antes de que se pueda usar.',
    done: 'Hecho',
    open: 'Pendiente',
    factor: 'Añade un segundo factor a tu propia cuenta',
    mail: 'Configura un proveedor de correo para que lleguen los códigos y las invitaciones',
    people: 'Añade las primeras personas',
    organization: 'Crea una organización para cada cliente o empresa',
  },
}
