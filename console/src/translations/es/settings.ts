import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `${title} es un ajuste de toda la instancia; elige «Toda la instancia» en la parte superior de la página`,
  notFound: 'esta página de ajustes no existe; abre la lista de todos los ajustes',
  policies: {
    login: { title: 'Reglas', intro: 'Para todos los que inician sesión en este nivel.' },
    complexity: {
      title: 'Qué necesita una contraseña nueva',
      intro: 'Las contraseñas actuales se quedan como están.',
    },
    age: { title: 'Cuánto dura una contraseña', intro: 'En días desde que se estableció.' },
    lockout: { title: 'Límites', intro: 'Una persona bloqueada no puede iniciar sesión con nada.' },
    domain: { title: 'Reglas', intro: 'Solo las cambian los administradores de la instancia.' },
    privacy: {
      title: 'Direcciones',
      intro:
        'Las páginas de inicio de sesión y los correos muestran las que no están vacías. {{.Lang}} representa el idioma de la página.',
    },
    notification: { title: 'Correos' },
    security: { title: 'Marcos, actuar en nombre de otros y credenciales' },
    oidc: { title: 'Duración de los tokens', intro: 'Los tokens ya emitidos conservan la suya.' },
    restrictions: { title: 'Registro de organizaciones' },
    defaultLanguage: { title: 'Idioma predeterminado' },
    allowedLanguages: { title: 'Idiomas permitidos' },
    loginFlag: {
      title: 'Inicio de sesión propio',
      intro: 'Lleva a las personas de todas las aplicaciones a un inicio de sesión que gestionas tú.',
    },
    flags: {
      title: 'Otros indicadores del contrato',
      intro:
        'Se guardan para los clientes que los establecen. Este servidor no tiene un segundo comportamiento que activar.',
    },
  },
  parts: {
    ways: 'Formas de entrar',
    factors: 'Segundos factores',
    names: 'Nombres de inicio de sesión',
    pages: 'Páginas',
    lifetimes: 'Cuánto tiempo vale una prueba',
  },
  factors: {
    title: 'Factores permitidos',
    intro: 'Un cambio se guarda al instante, después de que veas a quién afecta.',
    second: 'Segundos factores, después de la contraseña',
    multi: 'Varios factores a la vez',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Aplicación de autenticación', 'Códigos de una aplicación en el teléfono.'],
      SECOND_FACTOR_TYPE_U2F: ['Llave de seguridad', 'Una llave o un dispositivo a prueba de phishing.'],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Código por correo electrónico', 'Tan seguro como el buzón.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Códigos de recuperación',
        'Sustituyen a un factor perdido. Si la política no dice nada, están permitidos.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Código por SMS', 'Otros pueden hacerse con un número.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Clave de acceso con PIN o huella',
        'No necesita contraseña.',
      ],
    },
    named: 'Permitido expresamente',
    allowNow: 'Permitir',
    forbidNow: 'Prohibir',
    allow: (name: string) => `Permitir: ${name}`,
    forbid: (name: string) => `Dejar de permitir: ${name}`,
    save: 'Guardar',
    allowed: (name: string) => `Se permite: ${name}.`,
    forbidden: (name: string) => `Ya no se permite: ${name}.`,
  },
  warnings: {
    noWayIn: 'No se permitirían ni contraseñas ni claves de acceso: nadie podría iniciar sesión, tú tampoco.',
    noFactor:
      'Se exige un segundo factor, pero no se permite ninguno: no se puede configurar lo que hace falta.',
    shortPasswords: 'Las contraseñas de menos de 8 caracteres se adivinan rápido.',
    noLock: 'Sin un límite, se pueden probar contraseñas o códigos eternamente.',
    lockForEver:
      'Solo un administrador podría levantar los bloqueos: quien conoce un nombre de inicio de sesión puede dejar fuera a su dueño con contraseñas incorrectas.',
    namesWithDomain:
      'Todos los nombres de inicio de sesión terminarán en un dominio de la organización. Comunica antes a las personas sus nombres nuevos.',
    namesWithoutDomain:
      'Todos los nombres de inicio de sesión pierden su dominio. Dos personas con el mismo nombre de usuario no pueden conservarlo a la vez; en ese caso el cambio se rechaza.',
    noOrigins: 'Los marcos están permitidos, pero no se indica ninguna página que pueda tenerlos.',
    impersonation: 'Quien tiene el rol para ello puede actuar como otra persona.',
    anyCredentials:
      'Los administradores podrán establecer las credenciales de personas con más permisos que ellos y obtener así esos permisos.',
    noFreshProof:
      'Quien encuentre un navegador abierto podrá cambiar la contraseña y los factores de su dueño.',
    longTokens: 'Un token de acceso robado vale más si dura más de un día.',
    guessable: 'Hay tan pocos de estos códigos que se pueden adivinar.',
    ownLogin:
      'Nadie puede iniciar sesión, aquí tampoco, si no funciona el inicio de sesión de esta dirección. Ábrelo antes.',
  },
  clash: (labels: string) =>
    `alguien ha cambiado esto mientras tanto: ${labels}; guarda otra vez para decidir entre ambos`,
  ownBeside:
    'Estos son los valores de la propia organización. Si la instancia tiene otro valor, aparece al lado.',
  saveTogether:
    'Al guardar, esta organización recibe valores propios, todos ellos: los cambios posteriores de la instancia ya no le llegan.',
  readOnly: (right: string) => `Para cambiarlo necesitas el permiso ${right}.`,
  credentialRights: [
    { value: 'held', label: 'De personas que no tienen más permisos que ellos' },
    { value: 'contract', label: 'De todas las personas que pueden modificar' },
  ],
  reasonDemand: [
    { value: 'none', label: 'De nadie' },
    { value: 'people', label: 'De las personas; las máquinas solo lo indican si actúan en nombre de otros' },
  ],
  generators: [
    ['INIT_CODE', 'Primer código de una persona', 'Establece la primera contraseña.'],
    ['VERIFY_EMAIL_CODE', 'Código para un correo electrónico', 'Confirma una dirección.'],
    ['VERIFY_PHONE_CODE', 'Código para un número de teléfono', 'Confirma un número.'],
    [
      'PASSWORD_RESET_CODE',
      'Código para una contraseña nueva',
      'Se envía por correo a quien ha olvidado la suya.',
    ],
    ['PASSWORDLESS_INIT_CODE', 'Código para una clave de acceso', 'Parte de un enlace de registro.'],
    ['APP_SECRET', 'Secretos de aplicaciones y máquinas', 'No caducan.'],
    ['OTP_SMS', 'Segundo factor por SMS', 'Se escribe al iniciar sesión.'],
    ['OTP_EMAIL', 'Segundo factor por correo electrónico', 'Se escribe al iniciar sesión.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'para siempre'
        : seconds % 3600 === 0
          ? `durante ${seconds / 3600} h`
          : `durante ${Math.round((seconds / 60) * 100) / 100} min`
    return `${length} caracteres, válido ${time}`
  },
  flags: {
    instance: 'Establecido en esta instancia',
    system: 'Del sistema',
    unset: 'Sin establecer',
    reset: 'Restablecer todo',
    resetTitle: '¿Restablecer todos los indicadores?',
    resetText:
      'Todos los indicadores de esta instancia, también el inicio de sesión propio, pasan a tener los valores del sistema.',
    resetDone: 'Los indicadores se han restablecido.',
  },
  keys: {
    title: 'Claves',
    intro:
      'Firma una sola clave. Los clientes guardan las claves publicadas durante unos minutos: crea la siguiente un rato antes de activarla y elimina una anterior solo cuando ya no valga ningún token firmado con ella.',
    id: 'ID',
    kind: 'Tipo',
    state: 'Estado',
    created: 'Creación',
    changed: 'Último cambio',
    states: {
      STATE_INITIAL: ['Siguiente', 'quiet'],
      STATE_ACTIVE: ['En uso', 'good'],
      STATE_INACTIVE: ['Anterior', 'warn'],
      STATE_REMOVED: ['Eliminada', 'warn'],
    },
    add: 'Nueva clave',
    addText: 'Se publica al instante y no firma nada hasta que la actives.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): todos los clientes la conocen' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Curva elíptica P-256 (ES256): pequeña y rápida' },
      { value: 'ecdsa-P384', label: 'Curva elíptica P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Curva elíptica P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'La clave se ha creado.',
    activate: 'Activar',
    activateTitle: '¿Firmar con esta clave a partir de ahora?',
    activateText:
      'Los clientes que todavía no han obtenido esta clave rechazan los tokens nuevos hasta que la obtengan. La clave anterior sigue publicada, así que sus tokens siguen valiendo.',
    activated: 'La clave está en uso.',
    remove: 'Eliminar',
    removeTitle: '¿Eliminar esta clave?',
    removeText:
      'A partir de entonces se rechazan los tokens firmados con ella, también los que todavía no han caducado.',
    removed: 'La clave se ha eliminado.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `El servidor pidió la página de inicio de sesión en esta dirección y recibió HTTP ${status}.`,
  name_unknown: 'El servidor no puede llegar a esta dirección: no se conoce su nombre.',
  connection_refused: 'El servidor no puede llegar a esta dirección: allí nada acepta conexiones.',
  timeout: 'El servidor no puede llegar a esta dirección: nada respondió en 5 segundos.',
  certificate: 'El servidor no puede llegar a esta dirección de forma segura: no confía en su certificado.',
  failed: 'El servidor no puede llegar a esta dirección: falló la conexión.',
  not_allowed:
    'No se pudo comprobar la dirección: el servidor no puede consultar direcciones de redes privadas.',
  not_public:
    'No se pudo comprobar la dirección: no se conoce su nombre o pertenece a una red privada. Compruebe cómo está escrita.',
  not_asked: 'No se pudo comprobar la dirección.',
}
