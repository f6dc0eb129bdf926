import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Imagen de marca',
    intro:
      'Colores, logotipo, icono y fuente de las páginas de inicio de sesión, las de la cuenta y los correos.',
  },
  messages: {
    title: 'Textos de mensajes',
    intro: 'Qué dicen los correos y los SMS, en cada idioma.',
  },
  loginTexts: {
    title: 'Textos de inicio de sesión',
    intro: 'Qué dicen las páginas de inicio de sesión, en cada idioma.',
  },
  email: {
    title: 'Envío de correo',
    intro: 'El servidor o servicio de correo que envía códigos, invitaciones y avisos.',
  },
  sms: {
    title: 'Envío de SMS',
    intro: 'El servicio que envía códigos a los teléfonos.',
  },
  domains: {
    title: 'Dominios de la instancia',
    intro: 'Dónde responde la instancia y en qué otros dominios confía.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Autorizaciones',
  add: 'Añadir autorización',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Proyectos',
  add: 'Nuevo proyecto',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Auditoría',
  command: 'Registro de cambios e inicios de sesión',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Ajustes',
  pages: {
    login: ['Inicio de sesión', 'Contraseñas, claves de acceso, segundos factores y cuánto tiempo valen.'],
    complexity: ['Reglas de contraseñas', 'Qué necesita una contraseña nueva y cuándo caduca.'],
    lockout: ['Bloqueo', 'Tras cuántos fallos se bloquea una cuenta, y durante cuánto tiempo.'],
    domain: [
      'Nombres y dominios',
      'Si los nombres de inicio de sesión terminan en un dominio y si hay que verificar los dominios.',
    ],
    notification: ['Avisos', 'Correos sobre cambios de una cuenta.'],
    privacy: ['Enlaces', 'Condiciones, privacidad, ayuda y soporte en las páginas de inicio de sesión.'],
    security: [
      'Seguridad',
      'Marcos, actuar en nombre de otros y qué hace falta para cambiar las credenciales.',
    ],
    oidc: ['Tokens', 'Cuánto duran los tokens de las aplicaciones.'],
    generators: ['Códigos y secretos', 'Longitud, duración y caracteres de los códigos generados.'],
    languages: ['Idiomas', 'El idioma predeterminado y los que se pueden usar.'],
    restrictions: ['Registro', 'Si los visitantes pueden registrar organizaciones.'],
    features: ['Funciones', 'Un inicio de sesión propio y los indicadores del contrato.'],
    keys: ['Claves de firma', 'Las claves que firman los tokens: la actual, la siguiente y las anteriores.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Trabajar como usuario del sistema',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organizaciones',
  add: 'Nueva organización',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Personas',
  addTitles: { person: 'Nueva persona', machine: 'Nueva máquina' },
  lifecycles: {
    invited: 'Invitación sin aceptar',
    unverified: 'Correo sin confirmar',
  },
  dormant: (days: number) => `Sin sesión ni token desde hace ${days} días`,
  importTitle: 'Importar personas desde CSV',
}

export const commands: Translation['commands'] = { add: 'Nueva aplicación' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Destinos del registro',
  intro: 'Otros sistemas que reciben cada evento del registro, por ejemplo un SIEM.',
}
